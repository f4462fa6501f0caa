// biome-ignore-all format: a conversation reads better with one step after the other
import type { DemoThread } from '../types.ts'

export const newThreads: DemoThread[] = [
  {
    title: 'RUNNING LATE can someone mind the twins till 10:50',
    customer: 'aoife',
    opened_hours_ago: 0.15,
    steps: [
      { after_hours: 0, by: 'aoife', do: 'message', text:
        'Stuck behind a tractor!! Tiny Toes ends 10:30, I’ll be there 10:50 latest. Rían may tell you he’s ' +
        'allowed biscuits. He is allowed ONE' },
    ],
  },
  {
    title: 'Volunteering at the desk during school holidays',
    customer: 'mrsfitz',
    opened_hours_ago: 144,
    steps: [
      { after_hours: 0, by: 'mrsfitz', do: 'message', text:
        'Dear team, as a teacher I have rather long holidays and a great love of filing. If the desk would like ' +
        'a pair of hands in the summer weeks, I should be glad to help on two mornings a week. I have my own ' +
        'cardigan.' },
    ],
  },
  {
    title: 'Is there a class for dads and daughters?',
    customer: 'raj',
    opened_hours_ago: 6,
    steps: [
      { after_hours: 0, by: 'raj', do: 'message', text:
        'My daughter asks if there is a class where I dance too. I said I would ask. I hope the answer is no, ' +
        'but please be honest.' },
    ],
  },
  {
    title: 'We would like to film a class for our arts report',
    customer: 'mrsfitz',
    opened_hours_ago: 30,
    steps: [
      { after_hours: 0, by: 'mrsfitz', do: 'message', text:
        'Dear team, may two pupils of mine film ten minutes of the Thursday workshop for our arts report? Only ' +
        'our own classes, and every family has signed. The film stays inside the school.' },
    ],
  },
  {
    title: 'Wrong shoes delivered, size 36 instead of 39',
    customer: 'wanjiru',
    opened_hours_ago: 48,
    steps: [
      { after_hours: 0, by: 'wanjiru', do: 'message', text:
        'Hi! The character shoes from the group order are here and they’re very pretty and very, very small. I ' +
        'ordered 39, the bag says 39, the shoes say 36. My little cousin is delighted. Can we swap before the ' +
        'show?' },
    ],
  },
  {
    title: 'Siblings in different rooms at the same time',
    customer: 'iryna',
    opened_hours_ago: 1.17,
    steps: [
      { after_hours: 0, by: 'iryna', do: 'message', text:
        'Hello, next term Grade 1 and Hip-hop Juniors are on different days again. I make the way four times a ' +
        'week with the bus. Will there be a day with both? If you collect wishes, this is mine 🙂' },
    ],
  },
  {
    title: 'Video link from The Lamplighter has expired',
    customer: 'siobhan',
    opened_hours_ago: 120,
    steps: [
      { after_hours: 0, by: 'siobhan', do: 'message', text:
        'Hi, my mother-in-law finally got internet and the link to The Lamplighter says “expired”. I paid the ' +
        '€18 at the time. Could it be switched on again for a few days? She has made popcorn.' },
    ],
  },
]
