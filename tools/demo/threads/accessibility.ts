// biome-ignore-all format: a conversation reads better with one step after the other
import type { DemoThread } from '../types.ts'

export const accessibilityThreads: DemoThread[] = [
  {
    title: 'Step-free way to contemporary, and the heavy door',
    customer: 'ruairi',
    opened_hours_ago: 44,
    steps: [
      { after_hours: 0, by: 'ruairi', do: 'message', text:
        'Hi, I use a wheelchair and I’ve just booked Adult Contemporary. Two practical things: is the River ' +
        'Room step-free the whole way from the street, and can someone do something about the door to the Green ' +
        'Room? It weighs more than I do.' },
      { after_hours: 2, by: 'priya', do: 'claim' },
      { after_hours: 0.5, by: 'priya', do: 'message', text:
        'Hi Ruairí, welcome! From Mill Lane it’s level all the way: front door (automatic), desk, River Room, ' +
        'accessible toilet on the left. You won’t need the lift.\n\n' +
        'You’re right about the Green Room door. For now we **hook it open during opening hours**. I’ve asked ' +
        'Helen about a door opener.' },
      { after_hours: 8, by: 'ruairi', do: 'message', text:
        'Thanks, that’s a proper answer. What happens to the hook in the evening when the desk is closed?' },
      { after_hours: 13, by: 'helen', do: 'claim' },
      { after_hours: 0.17, by: 'helen', do: 'message', text:
        'I’m taking this over from Priya, as it’s about money. The opener is ordered: €840, fitted within two ' +
        'weeks. Until then, whoever teaches the last class keeps the hook in, and I’ve told all of them.' },
      { after_hours: 2, by: 'ruairi', do: 'message', text:
        'That might be the quickest door of my life. Thank you both.' },
    ],
  },
  {
    title: 'Quieter music in Gentle Movement, if possible',
    customer: 'margaret',
    opened_hours_ago: 360,
    steps: [
      { after_hours: 0, by: 'margaret', do: 'message', text:
        'Good day. Might the loudspeaker be turned down a little on Fridays? With hearing aids the drums are ' +
        'like hail on a tin roof. Several of us feel the same but are too polite.' },
      { after_hours: 3, by: 'priya', do: 'claim' },
      { after_hours: 0.25, by: 'priya', do: 'message', text:
        'Thank you for not being too polite. Luz will turn the drums down and move the loudspeaker away from ' +
        'the front row. Would you tell us after Friday whether it’s better?' },
      { after_hours: 96, by: 'margaret', do: 'message', text:
        'It was a pleasure. One could even hear Luz. My compliments.' },
      { after_hours: 2, by: 'priya', do: 'message', text:
        'I’ll pass them on. There is also a hearing loop in the Green Room, switched on for every meeting.' },
      { after_hours: 0.17, by: 'priya', do: 'close' },
    ],
  },
  {
    title: 'Sensory-friendly class for my nephew (autistic, 6)',
    customer: 'aoife',
    opened_hours_ago: 82,
    steps: [
      { after_hours: 0, by: 'aoife', do: 'message', text:
        'Different topic this time. My nephew lives with us now, Cian is 6, autistic, and LOVES music but not ' +
        'noise or surprises. Is there any class where it could work? I’d rather hear no than try and fail.' },
      { after_hours: 2, by: 'priya', do: 'claim' },
      { after_hours: 0.67, by: 'priya', do: 'message', text:
        'Thank you for asking before trying. I think there is. Tuesday’s Tiny Toes (15:15, River Room) has only ' +
        'five children, and the teacher plans the same order every week. What we can add:\n\n' +
        '- a **picture plan** of the class, so he knows what comes next\n' +
        '- ear defenders, and a corner with a mat he can go to at any time\n' +
        '- ten minutes in the empty room before the others come\n\n' +
        'He’d be one of the older ones, which he may even like.' },
      { after_hours: 6, by: 'aoife', do: 'message', text:
        'I’m crying a bit. The good kind. Can he see photos of the room and the teacher first?' },
      { after_hours: 20, by: 'priya', do: 'message', text:
        'Of course. They’re in an envelope at the desk, along with the picture plan. Take them home for as long ' +
        'as you like.' },
      { after_hours: 46, by: 'aoife', do: 'message', text:
        'He has the pictures on his wall. He calls it “my room”. We’re coming Tuesday.' },
      { after_hours: 1, by: 'priya', do: 'message', text: 'We’ll be ready at 15:05, lights low.' },
    ],
  },
  {
    title: 'Large print timetable',
    customer: 'patrick44',
    opened_hours_ago: 1.83,
    steps: [
      { after_hours: 0, by: 'patrick44', do: 'message', text:
        'Good day. The timetable on the wall is printed for ants. Have you one in bigger letters? I have good ' +
        'shoes but bad eyes.' },
    ],
  },
  {
    title: 'Lift out of order on Monday?',
    customer: 'tomasz',
    opened_hours_ago: 2280,
    steps: [
      { after_hours: 0, by: 'tomasz', do: 'message', text:
        'Good morning, there is a note on the lift. My mother brings Zuzia on Monday and cannot climb stairs. ' +
        'The Mirror Room is on the first floor, what can we do?' },
      { after_hours: 1, by: 'marta', do: 'claim' },
      { after_hours: 0.17, by: 'marta', do: 'message', text:
        'Good morning Tomasz. The repair is booked for Tuesday, so **Monday’s Grade 1 moves to the River Room** ' +
        'on the ground floor, same time. Your mother won’t meet a single stair.' },
      { after_hours: 2, by: 'tomasz', do: 'message', text: 'Excellent, thank you.' },
      { after_hours: 48, by: 'marta', do: 'message', text:
        'The lift works again, and Grade 1 is back upstairs from next week.' },
      { after_hours: 0.08, by: 'marta', do: 'close' },
      { after_hours: 2208, by: 'tomasz', do: 'message', text:
        'Good morning, the note on the lift is back. Is it the River Room again on Monday?' },
      { after_hours: 1, by: 'marta', do: 'message', text:
        'Good morning Tomasz, you’re quicker than our own mechanic. It’s only the yearly inspection, **Friday ' +
        '9:00–11:00**. On Monday the lift runs and Grade 1 stays in the Mirror Room.' },
    ],
  },
  {
    title: 'Is the Attic really stairs only?',
    customer: 'grace',
    opened_hours_ago: 2880,
    steps: [
      { after_hours: 0, by: 'grace', do: 'message', text:
        'I’d love to try adult ballet on Tuesdays. The site says Attic, stairs only. Is that really the end of ' +
        'it?' },
      { after_hours: 20, by: 'priya', do: 'claim' },
      { after_hours: 0.33, by: 'priya', do: 'message', text:
        'For the building, sadly yes: 22 steps and no way to extend the lift. For the class, no. I asked ' +
        'Anneli, and if you come, it moves down to the River Room, which is free on Tuesdays after 18:45.' },
      { after_hours: 3, by: 'grace', do: 'message', text: 'Wait, you’d move the whole class for one person?' },
      { after_hours: 1, by: 'priya', do: 'message', text:
        'We’d move twelve people down one staircase. They’ll survive, and the floor is better.' },
      { after_hours: 24, by: 'grace', do: 'message', text: 'Then count me in for a trial!' },
      { after_hours: 120, by: 'priya', do: 'message', text:
        'It was lovely to have you. From next term the class stays in the River Room whenever you’re booked.' },
      { after_hours: 1, by: 'priya', do: 'close' },
    ],
  },
]
