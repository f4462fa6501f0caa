// biome-ignore-all format: a conversation reads better with one step after the other
import type { DemoThread } from '../types.ts'

export const examsThreads: DemoThread[] = [
  {
    title: 'Exam fee and date for Grade 3',
    customer: 'lucie',
    opened_hours_ago: 696,
    steps: [
      { after_hours: 0, by: 'lucie', do: 'message', text:
        'Hello, how much is the Grade 3 ballet exam, and when? We would like to book our train to Lyon around ' +
        'it.' },
      { after_hours: 8, by: 'marta', do: 'claim' },
      { after_hours: 0.33, by: 'marta', do: 'message', text:
        'Hello Lucie, the exam fee is **€78**, and it’s in the Mirror Room on a Sunday morning. The exact ' +
        'Sunday comes from the examiner; as soon as I have it I’ll write it here. Anneli expects it in about ' +
        'eight weeks.' },
      { after_hours: 24, by: 'lucie', do: 'message', text: 'Thank you, then we wait with the train.' },
      { after_hours: 216, by: 'lucie', do: 'message', text:
        'Bonjour Marta, do you have news from the examiner? The train becomes expensive.' },
      { after_hours: 144, by: 'lucie', do: 'message', text: 'I try once more: any date, even approximate?' },
    ],
  },
  {
    title: 'Exam result: what does “Merit” mean?',
    customer: 'tomasz',
    opened_hours_ago: 3480,
    steps: [
      { after_hours: 0, by: 'tomasz', do: 'message', text:
        'Zuzia received “Merit, 71”. Is it good? She wants to know if she should be happy.' },
      { after_hours: 4, by: 'marta', do: 'claim' },
      { after_hours: 0.17, by: 'marta', do: 'message', text:
        'She should be very happy! There’s Pass (from 40), Merit (from 60) and Distinction (from 80). A 71 at ' +
        'her first exam is lovely, and the examiner wrote “musical and attentive”.' },
      { after_hours: 1, by: 'tomasz', do: 'message', text: 'She is now jumping in the kitchen. Thank you.' },
      { after_hours: 0.03, by: 'tomasz', do: 'close' },
    ],
  },
  {
    title: 'Certificate lost in the move',
    customer: 'jonasbaum',
    opened_hours_ago: 2520,
    steps: [
      { after_hours: 0, by: 'jonasbaum', do: 'message', text:
        'My wife did an exam with you when she was fifteen. The certificate vanished in one of four moves. ' +
        'Could you print another? Lea Hartigan, Grade 4. The year was a long time ago, she says.' },
      { after_hours: 23, by: 'marta', do: 'claim' },
      { after_hours: 0.5, by: 'marta', do: 'message', text:
        'What a lovely idea! We don’t print certificates ourselves, the exam board does, but I found her in the ' +
        'old book: Grade 4, Distinction. A new copy costs €15 and takes about a month. Shall I order it?' },
      { after_hours: 2, by: 'jonasbaum', do: 'message', text:
        'Please do, and don’t tell her. It’s for the speech on her fortieth.' },
      { after_hours: 768, by: 'marta', do: 'message', text:
        'It has arrived, and it’s in a plain envelope at the desk with **your** name on it.' },
      { after_hours: 48, by: 'jonasbaum', do: 'message', text: 'Picked up. You are co-author of that speech.' },
      { after_hours: 1, by: 'marta', do: 'close' },
    ],
  },
  {
    title: 'Which book do we need for the theory part?',
    customer: 'fatimah',
    opened_hours_ago: 12,
    steps: [
      { after_hours: 0, by: 'fatimah', do: 'message', text:
        'Hello, Layla has the theory questions in Grade 2 this year. Is there a book, and can we borrow it? She ' +
        'reads English well, and French words she says with great confidence.' },
      { after_hours: 1, by: 'priya', do: 'claim' },
      { after_hours: 0.17, by: 'priya', do: 'message', text:
        'Hello Fatima, confidence is half the mark! We have five copies of the little blue theory book to ' +
        '**borrow for free**, three weeks each. One is at the desk under “Layla”.' },
      { after_hours: 2, by: 'fatimah', do: 'message', text: 'How kind. I will fetch it on Thursday.' },
      { after_hours: 0.08, by: 'priya', do: 'message', text:
        'Perfect. Thursday’s class is in the Mirror Room as always, the desk is on your way.' },
      { after_hours: 0.17, by: 'fatimah', do: 'close' },
    ],
  },
  {
    title: 'Exam pianist or recorded music?',
    customer: 'tomasz',
    opened_hours_ago: 336,
    steps: [
      { after_hours: 0, by: 'tomasz', do: 'message', text:
        'In the letter about the next exam it is written “with piano”. In class they have a loudspeaker. Will ' +
        'the children practise with the pianist before? Zuzia is worried about the speed.' },
      { after_hours: 2, by: 'marta', do: 'claim' },
      { after_hours: 0.25, by: 'marta', do: 'message', text:
        'Hello Tomasz, tell Zuzia that’s a clever worry! I’m checking with Anneli whether the pianist can come ' +
        'to a Monday class before the exam.' },
    ],
  },
]
