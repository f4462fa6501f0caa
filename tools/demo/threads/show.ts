// biome-ignore-all format: a conversation reads better with one step after the other
import type { DemoThread } from '../types.ts'

export const showThreads: DemoThread[] = [
  {
    title: 'Show tickets: can we sit together, nine people?',
    customer: 'chidi',
    opened_hours_ago: 31,
    steps: [
      { after_hours: 0, by: 'chidi', do: 'message', text:
        'Hello, we want nine seats for the 15:00 performance of The Glass Forest, in one row if possible. Two ' +
        'grandmothers, one with a stick, three children. What would it cost?' },
      { after_hours: 3, by: 'oisin', do: 'claim' },
      { after_hours: 0.33, by: 'oisin', do: 'message', text:
        'What a fan club! For nine:\n\n' +
        '- 4 adults × €14 = €56\n- 2 seniors × €8 = €16\n- 3 children × €8 = €24\n\n' +
        '**€96 altogether.** Row F has nine in a line, with the aisle end for the stick. I can hold them until ' +
        'Saturday.' },
      { after_hours: 6, by: 'chidi', do: 'message', text:
        'Row F please! I pay at the desk on Saturday morning. May the children swap seats during the show? I ' +
        'know they will.' },
      { after_hours: 1, by: 'oisin', do: 'message', text:
        'Between themselves, as often as they can do it silently. Row F is yours.' },
    ],
  },
  {
    title: 'Call time and stage door on show day',
    customer: 'iryna',
    opened_hours_ago: 22,
    steps: [
      { after_hours: 0, by: 'iryna', do: 'message', text:
        'Hello! At what time must Sofiia and Marko be at the theatre on Saturday, and which door? They are in ' +
        'both performances. Can they eat there between?' },
      { after_hours: 2, by: 'marta', do: 'claim' },
      { after_hours: 0.33, by: 'marta', do: 'message', text:
        'Hello Iryna, all in one place:\n\n' +
        '1. **13:30** at the stage door in Weir Street (not the main entrance)\n' +
        '2. Give their names to the chaperone with the yellow lanyard\n' +
        '3. Between the shows they stay with us and eat in the rehearsal room: please pack a cold meal, **no ' +
        'nuts**\n4. Pick-up after the second show, about 21:15, same door' },
      { after_hours: 1, by: 'iryna', do: 'message', text:
        'Thank you, I printed it. One question more: Marko takes medicine at 18:00. Can the chaperone remind ' +
        'him?' },
    ],
  },
  {
    title: 'Is filming allowed from the seats?',
    customer: 'raj',
    opened_hours_ago: 504,
    steps: [
      { after_hours: 0, by: 'raj', do: 'message', text:
        'Will you let us film the show? Grandparents in Kochi are asking. If not, will there be a recording?' },
      { after_hours: 2, by: 'oisin', do: 'claim' },
      { after_hours: 0.25, by: 'oisin', do: 'message', text:
        'Hi Raj! No filming from the seats, sorry: other people’s children are on stage. But we have a proper ' +
        'recording made, **€18 for the download link**, which you may share with grandparents anywhere. Ready ' +
        'about two weeks after the show.' },
      { after_hours: 3, by: 'raj', do: 'message', text: 'Fair. Two links please, the grandparents don’t share.' },
      { after_hours: 24, by: 'oisin', do: 'message', text:
        'One link works for both sides of the family, so keep your €18. You’re on the list.' },
      { after_hours: 2, by: 'oisin', do: 'close' },
    ],
  },
  {
    title: 'DRESS REHEARSAL CLASHES WITH EXAM',
    customer: 'mrskeane',
    opened_hours_ago: 10,
    steps: [
      { after_hours: 0, by: 'mrskeane', do: 'message', text:
        'Hello, Niamh has a mock exam on Thursday until 17:30, and dress rehearsal starts 16:30! The school ' +
        'won’t move it. Will she lose her solo?? She’s in bits here.' },
      { after_hours: 0.33, by: 'marta', do: 'claim' },
      { after_hours: 0.08, by: 'marta', do: 'message', text:
        'Please tell her to breathe, nobody loses a solo over an exam. I’m asking Anneli now.' },
      { after_hours: 0.83, by: 'marta', do: 'message', text:
        'Anneli says: the foxes and snowdrops go first, the **soloists are not on before 18:15**. If Niamh ' +
        'comes straight from school with her hair done, she’s in good time. Good luck for the exam!' },
      { after_hours: 0.33, by: 'mrskeane', do: 'message', text:
        'Oh thank God. THANK YOU. I’ll do her hair in the car' },
    ],
  },
  {
    title: 'Programme: spelling of our daughter’s name',
    customer: 'fatimah',
    opened_hours_ago: 552,
    steps: [
      { after_hours: 0, by: 'fatimah', do: 'message', text:
        'Could you please make sure the programme says “Layla al-Rashid” and not “Leyla Alrashid” as last time? ' +
        'In Arabic it is ليلى الراشد, in case there is room for it.' },
      { after_hours: 4, by: 'oisin', do: 'claim' },
      { after_hours: 0.33, by: 'oisin', do: 'message', text:
        'Of course, and I’m sorry about last time. I’ve corrected it in the cast list itself, so that the ' +
        'programme, the certificate and the recording all take it from there. I’ll ask the printer about the ' +
        'Arabic.' },
      { after_hours: 48, by: 'oisin', do: 'message', text:
        'The printer can do it! Here is the line as it will appear, please check: **Layla al-Rashid · ليلى ' +
        'الراشد**' },
      { after_hours: 3, by: 'fatimah', do: 'message', text:
        'It is exactly right. Her grandfather will keep that page for ever.' },
      { after_hours: 0.17, by: 'oisin', do: 'message', text:
        'That is the best reason to print on paper. Closing this, see you at the show.' },
      { after_hours: 0.02, by: 'oisin', do: 'close' },
    ],
  },
  {
    title: 'Volunteering as chaperone',
    customer: 'mrskeane',
    opened_hours_ago: 1632,
    steps: [
      { after_hours: 0, by: 'mrskeane', do: 'message', text:
        'I can chaperone at the show, both performances. I have the vetting from school, valid two more years. ' +
        'Who do I give it to?' },
      { after_hours: 6, by: 'helen', do: 'claim' },
      { after_hours: 0.25, by: 'helen', do: 'message', text:
        'Thank you, that helps a great deal. Please show the letter at the desk, we note the number and give it ' +
        'straight back. The chaperone briefing is on the Wednesday before the show, 20:30, in the Green Room.' },
      { after_hours: 24, by: 'mrskeane', do: 'message', text: 'Done, Marta has seen it. See you at the briefing!' },
      { after_hours: 3, by: 'helen', do: 'close' },
    ],
  },
  {
    title: 'Bringing a guide dog to the theatre',
    customer: 'grace',
    opened_hours_ago: 984,
    steps: [
      { after_hours: 0, by: 'grace', do: 'message', text:
        'A friend with a guide dog would like to see the show. Does the Corn Exchange have a spot where a ' +
        'Labrador can lie without becoming part of the choreography?' },
      { after_hours: 4, by: 'priya', do: 'claim' },
      { after_hours: 0.5, by: 'priya', do: 'message', text:
        'I rang the theatre. There are two aisle seats with floor space, **row C, 11 and 12**, and they offer a ' +
        'water bowl in the interval. I’ve reserved both for 19:00, €14 each, or €8 with a companion card. The ' +
        'dog is free.' },
      { after_hours: 2, by: 'grace', do: 'message', text: 'Biscuit thanks you. Companion card it is.' },
      { after_hours: 1, by: 'priya', do: 'message', text: 'Noted for both. Enjoy the evening!' },
      { after_hours: 0.05, by: 'priya', do: 'close' },
    ],
  },
]
