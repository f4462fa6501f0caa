// biome-ignore-all format: a conversation reads better with one step after the other
import type { DemoThread } from '../types.ts'

export const lostPropertyThreads: DemoThread[] = [
  {
    title: 'Lost: one pink ballet slipper, left foot, size 28',
    customer: 'aoife',
    opened_hours_ago: 0.67,
    steps: [
      { after_hours: 0, by: 'aoife', do: 'message', text:
        'Me again. We came home with three slippers instead of four. Fiadh’s left one, size 28, name inside in ' +
        'biro (probably rubbed off). River Room or the Green Room sofa, I’d bet on the sofa.' },
    ],
  },
  {
    title: 'Silver water bottle with a dent',
    customer: 'leo12',
    opened_hours_ago: 216,
    steps: [
      { after_hours: 0, by: 'leo12', do: 'message', text:
        'i left my bottle in the river room on tuesday. its silver with a dent and a sticker of a frog' },
      { after_hours: 3, by: 'oisin', do: 'claim' },
      { after_hours: 0.25, by: 'oisin', do: 'message', text:
        'Frog located! It’s in the **blue crate behind the front desk**. Come any time the desk is open: Monday ' +
        'to Friday 14:00–20:30, Saturday 9:30–15:00.' },
      { after_hours: 24, by: 'leo12', do: 'message', text: 'got it thx 🐸' },
      { after_hours: 0.17, by: 'leo12', do: 'close' },
    ],
  },
  {
    title: 'Hearing aid possibly lost in the cloakroom',
    customer: 'margaret',
    opened_hours_ago: 27,
    steps: [
      { after_hours: 0, by: 'margaret', do: 'message', text:
        'Good day. I believe I lost my left hearing aid on Friday, between the cloakroom and the Green Room. It ' +
        'is beige, the size of a bean, and rather expensive. I am sorry to trouble you.' },
      { after_hours: 0.83, by: 'priya', do: 'claim' },
      { after_hours: 0.08, by: 'priya', do: 'message', text:
        'Dear Mrs O’Sullivan-Byrne, no trouble at all. I’ve told the cleaners not to hoover and I’m going to ' +
        'look myself now, coat hooks first.' },
      { after_hours: 2, by: 'priya', do: 'message', text:
        'I have searched the cloakroom, the sofa and the bag of the hoover. Nothing yet. Did you perhaps wear ' +
        'the green scarf that day? Hearing aids like scarves.' },
      { after_hours: 19, by: 'margaret', do: 'message', text:
        'I looked in the scarf as you suggested, and it was not there. However, I remember now taking off my ' +
        'hat beside the piano in the River Room.' },
    ],
  },
  {
    title: 'Navy coat swapped by mistake after the open day',
    customer: 'chidi',
    opened_hours_ago: 3120,
    steps: [
      { after_hours: 0, by: 'chidi', do: 'message', text:
        'Someone went home with my navy coat, and I have theirs. Mine is size 42 with a bus ticket in the ' +
        'pocket. Theirs has dog biscuits.' },
      { after_hours: 2, by: 'marta', do: 'claim' },
      { after_hours: 0.33, by: 'marta', do: 'message', text:
        'The dog biscuits are a wonderful clue, I think I know the dog. Let me write to its owner.' },
      { after_hours: 18, by: 'marta', do: 'message', text:
        'It was exactly that dog, and its owner is mortified. She’ll bring your coat to the desk on Thursday ' +
        'before 16:00. Could you bring hers along?' },
      { after_hours: 2, by: 'chidi', do: 'message', text: 'With pleasure. I left the biscuits where they were.' },
      { after_hours: 72, by: 'marta', do: 'message', text: 'Both coats are home. Closing this one with a smile.' },
      { after_hours: 0.02, by: 'marta', do: 'close' },
    ],
  },
  {
    title: 'airpods!!!',
    customer: 'jayden07',
    opened_hours_ago: 1440,
    steps: [
      { after_hours: 0, by: 'jayden07', do: 'message', text:
        'left my airpods in changing room 2, black case w a crack, pls say u have them 🙏🙏🙏' },
      { after_hours: 1, by: 'oisin', do: 'claim' },
      { after_hours: 0.17, by: 'oisin', do: 'message', text:
        'We have one black case with a crack, in the desk safe. To be sure it’s yours: what’s the name it shows ' +
        'when it connects?' },
      { after_hours: 0.05, by: 'jayden07', do: 'message', text: 'omg. its “jaydens ears (do not touch)”' },
      { after_hours: 0.08, by: 'oisin', do: 'message', text:
        'Then they are undeniably yours. I didn’t touch them. Pick up until 20:30.' },
      { after_hours: 2, by: 'oisin', do: 'close' },
    ],
  },
  {
    title: 'When is the lost property crate emptied?',
    customer: 'raj',
    opened_hours_ago: 4080,
    steps: [
      { after_hours: 0, by: 'raj', do: 'message', text:
        'Quick one: when does unclaimed stuff go? We’re away until the end of term and I suspect a navy school ' +
        'jumper (age 9–10, “MENON” on the label) is in the crate.' },
      { after_hours: 22, by: 'marta', do: 'claim' },
      { after_hours: 0.17, by: 'marta', do: 'message', text:
        'Hello Raj, it is indeed, with a matching lonely sock. The crate goes to the charity shop on the last ' +
        'Saturday of term, but I’ve put your jumper in a bag with your name, so there’s no hurry.' },
      { after_hours: 7, by: 'raj', do: 'message', text: 'Perfect, thanks. The sock isn’t ours, set it free.' },
      { after_hours: 0.25, by: 'raj', do: 'close' },
    ],
  },
]
