// biome-ignore-all format: a conversation reads better with one step after the other
import type { DemoThread } from '../types.ts'

export const classesAdultsThreads: DemoThread[] = [
  {
    title: 'Adult ballet for complete beginners?',
    customer: 'minjun',
    opened_hours_ago: 72,
    steps: [
      { after_hours: 0, by: 'minjun', do: 'message', text:
        'Hello, I have never danced and I am 41. Your page says “beginners”, but I would like to know honestly: ' +
        'is everybody else already good?' },
      { after_hours: 5, by: 'priya', do: 'claim' },
      { after_hours: 0.33, by: 'priya', do: 'message', text:
        'Hello Min-jun, honestly: no. Adult Ballet Beginners starts every term at “this is a barre”. Of the ' +
        'twelve people there now, seven had never taken a class.\n\n' +
        '- Tuesday 19:30–20:45, in the Attic (second floor, stairs only)\n' +
        '- Drop-in €15, or a **10-class card for €130**, valid six months\n' +
        '- Socks and anything you can bend your knees in' },
      { after_hours: 24, by: 'minjun', do: 'message', text:
        'Thank you, that is reassuring. I will come next Tuesday. Do I pay in the room?' },
      { after_hours: 3, by: 'priya', do: 'message', text:
        'At the front desk, please, from 19:00. Ask for a drop-in and tell them it’s your first time: somebody ' +
        'will walk up with you.' },
    ],
  },
  {
    title: 'Salsa for two, but my partner travels a lot',
    customer: 'sven',
    opened_hours_ago: 264,
    steps: [
      { after_hours: 0, by: 'sven', do: 'message', text:
        'Hi, we just moved here and would like to do salsa on Thursdays. Lea is away every third week. Do we ' +
        'lose those classes? And may I come alone then?' },
      { after_hours: 21, by: 'deniz', do: 'claim' },
      { after_hours: 0.08, by: 'deniz', do: 'message', text:
        'Hi Sven, welcome.\n\n' +
        '1. Thursday 20:00–21:00, River Room. €144 per person and term, or a 10-class card at €130 each.\n' +
        '2. With your plan the **cards are better value**: you only use one on the evenings you come.\n' +
        '3. Coming alone is fine. People rotate.' },
      { after_hours: 8, by: 'sven', do: 'message', text: 'Cards it is, two please. Can we pay by transfer?' },
      { after_hours: 15, by: 'deniz', do: 'message', text:
        'Yes. Reference `SALSA LINDQVIST`, €260. The cards will be at the desk under your name.' },
      { after_hours: 48, by: 'sven', do: 'message', text: 'Transferred. See you Thursday.' },
      { after_hours: 24, by: 'deniz', do: 'message', text: 'Received, thank you. Cards are in the drawer.' },
      { after_hours: 0.08, by: 'deniz', do: 'close' },
      { after_hours: 120, by: 'sven', do: 'message', text:
        'Thursday was great fun, thank you. One small thing: Lea’s card has only nine boxes. Is the tenth dance ' +
        'imaginary?' },
      { after_hours: 3, by: 'deniz', do: 'message', text:
        'Misprint. I’ve drawn a tenth box by hand and signed it, so the tenth dance is real.' },
      { after_hours: 0.67, by: 'sven', do: 'message', text: 'Framing it when it’s full.' },
      { after_hours: 0.08, by: 'deniz', do: 'close' },
    ],
  },
  {
    title: 'Query regarding the Friday morning class',
    customer: 'margaret',
    opened_hours_ago: 4,
    steps: [
      { after_hours: 0, by: 'margaret', do: 'message', text:
        'Good day,\n\n' +
        'I attend Gentle Movement on Fridays at half past ten and enjoy it very much. I should like to bring my ' +
        'neighbour, Mrs Delaney, who is 81 and a little unsteady. Would Luz object, and is there a chair with ' +
        'arms she could use?\n\n' +
        'With kind regards,\nMargaret O’Sullivan-Byrne' },
    ],
  },
  {
    title: 'How long is my class card still valid?',
    customer: 'wanjiru',
    opened_hours_ago: 20,
    steps: [
      { after_hours: 0, by: 'wanjiru', do: 'message', text:
        'Hey! I found my 10-class card in a winter coat. Six stamps used, date smudged by rain. Is it still ' +
        'alive?' },
      { after_hours: 2, by: 'deniz', do: 'claim' },
      { after_hours: 0.17, by: 'deniz', do: 'message', text:
        'Hi Wanjirũ, it’s alive. Issued a little over four months ago, valid six. **Four classes left**, seven ' +
        'weeks to dance them.\n\n' +
        'Adult Contemporary is Wednesday 19:00–20:15, in case you want to use two of them soon.' },
      { after_hours: 6, by: 'wanjiru', do: 'message', text:
        'Amazing. Exams finish in eight weeks though… any mercy for students?' },
    ],
  },
  {
    title: 'Dropping in at adult contemporary while visiting',
    customer: 'eleni',
    opened_hours_ago: 0.25,
    steps: [
      { after_hours: 0, by: 'eleni', do: 'message', text:
        'Good morning! My sister Katerina visits me for one week. She danced for ten years in Thessaloniki. Can ' +
        'she come with me on Wednesday, only once, and what does she pay?' },
    ],
  },
  {
    title: 'Too fast for me? Honest advice wanted',
    customer: 'yuki',
    opened_hours_ago: 2160,
    steps: [
      { after_hours: 0, by: 'yuki', do: 'message', text:
        'I have now had six classes. I am always half a bar late in the centre work. Should I repeat the ' +
        'beginner term or is this normal?' },
      { after_hours: 20, by: 'priya', do: 'claim' },
      { after_hours: 1, by: 'priya', do: 'message', text:
        'Completely normal, Yuki. I passed your question to Anneli, and this is her answer: “Half a bar late in ' +
        'week six is half a bar early. Stay, stand in the second row, and count out loud if it helps.”' },
      { after_hours: 3, by: 'yuki', do: 'message', text: 'I laughed. I will count in Japanese then.' },
      { after_hours: 0.33, by: 'priya', do: 'message', text: 'She’d love that.' },
      { after_hours: 2, by: 'priya', do: 'close' },
    ],
  },
  {
    title: 'Change of teacher on Wednesdays?',
    customer: 'eleni',
    opened_hours_ago: 384,
    steps: [
      { after_hours: 0, by: 'eleni', do: 'message', text:
        'I hear that Luz is leaving the Wednesday evening class. Is it true? I booked because of her.' },
      { after_hours: 6, by: 'marta', do: 'claim' },
      { after_hours: 0.25, by: 'marta', do: 'message', text:
        'Dear Eleni, no need to worry: Luz isn’t leaving. She’s away for **two Wednesdays** to set the school ' +
        'piece for the show, and Kwame takes those two. I’m asking Luz which dates exactly and will write them ' +
        'here.' },
      { after_hours: 48, by: 'eleni', do: 'message', text:
        'Thank you Marta. And the dates? I would like to plan a dinner with friends on one of them.' },
      { after_hours: 96, by: 'eleni', do: 'message', text: 'Sorry to ask again, do you know already? :)' },
    ],
  },
]
