// biome-ignore-all format: a conversation reads better with one step after the other
import type { DemoThread } from '../types.ts'

export const feedbackThreads: DemoThread[] = [
  {
    title: 'Parking on Mill Lane at pick-up time',
    customer: 'chidi',
    opened_hours_ago: 216,
    steps: [
      { after_hours: 0, by: 'chidi', do: 'message', text:
        'Please could something be done about the parking at 17:15? Two rows of cars, children between them, ' +
        'everybody in a hurry, me too. Somebody will get hurt.' },
    ],
  },
  {
    title: 'Changing rooms were freezing on Thursday',
    customer: 'niamhdances',
    opened_hours_ago: 816,
    steps: [
      { after_hours: 0, by: 'niamhdances', do: 'message', text:
        'the girls changing room was soo cold on thursday like we could see our breath 🥶 can someone turn it on ' +
        'before pointe' },
      { after_hours: 2, by: 'marta', do: 'claim' },
      { after_hours: 0.17, by: 'marta', do: 'message', text:
        'You’re right, and I’m sorry: the timer was still on holiday hours. It’s now set to warm up from 15:00 ' +
        'every day. Tell me if Thursday isn’t better!' },
      { after_hours: 144, by: 'niamhdances', do: 'message', text: 'much better thank uuu <3 <3' },
      { after_hours: 0.17, by: 'niamhdances', do: 'close' },
    ],
  },
  {
    title: 'Is the Thursday class really starting at 17:30',
    customer: 'mrskeane',
    opened_hours_ago: 35,
    steps: [
      { after_hours: 0, by: 'mrskeane', do: 'message', text:
        'Niamh says Grade 5 is at 17:30, the app on my phone says 17:15. Which one do I shout at?' },
      { after_hours: 0.25, by: 'marta', do: 'claim' },
      { after_hours: 0.05, by: 'marta', do: 'message', text:
        'The phone! **17:30–18:45, Mirror Room**, and pointe straight after, until 19:20.' },
      { after_hours: 0.17, by: 'mrskeane', do: 'message', text: 'She’ll be unbearable. Thank you' },
      { after_hours: 0.03, by: 'mrskeane', do: 'close' },
    ],
  },
  {
    title: 'A compliment for the person at the desk',
    customer: 'margaret',
    opened_hours_ago: 47,
    steps: [
      { after_hours: 0, by: 'margaret', do: 'message', text:
        'Good day. I wish to report that a young man with red hair carried my bag to the bus stop on Friday, in ' +
        'the rain, and would not take anything for it. Please thank him. I do not know his name.' },
      { after_hours: 2, by: 'helen', do: 'claim' },
      { after_hours: 0.17, by: 'helen', do: 'message', text:
        'Dear Mrs O’Sullivan-Byrne, that was Oisín. He has been thanked, and has gone as red as his hair.' },
      { after_hours: 3, by: 'margaret', do: 'message', text: 'I am delighted. He should be given a biscuit.' },
      { after_hours: 0.17, by: 'helen', do: 'message', text: 'He has been given two.' },
      { after_hours: 0.03, by: 'helen', do: 'close' },
    ],
  },
  {
    title: 'Feedback on the new booking page (long, sorry)',
    customer: 'raj',
    opened_hours_ago: 58,
    steps: [
      { after_hours: 0, by: 'raj', do: 'message', text:
        'You asked for feedback, so here goes. I’ve used the new page for two weeks, on a phone and on a ' +
        'laptop.\n\n' +
        '**What’s good**\n\n' +
        '1. It’s fast. I mean it: nothing jumps around while it loads.\n' +
        '2. I can see at once which class is full. The old page let me fill in the whole form first.\n' +
        '3. No newsletter pop-up. Bless you.\n\n' +
        '**What confused us**\n\n' +
        '- “Term 2” means nothing to my wife. Could it show the first and last date instead?\n' +
        '- The tab in my browser says `Term 2 &amp; 3`. I enjoyed that, professionally.\n' +
        '- The button says “Confirm” in one place and “Book” in the other. Are they the same?\n' +
        '- If I choose two children, the price shows only the first until I scroll down. For a moment I thought ' +
        'it was €144 for both, which would’ve been very nice.\n\n' +
        '**One idea**\n\n' +
        'Let us copy last term’s choice. For 90% of families nothing changes but the shoe size.\n\n' +
        'Happy to show you on my phone, Tuesday at 16:30 while Hip-hop Juniors is on. I’m the one on the sofa ' +
        'with the laptop.' },
      { after_hours: 5, by: 'marta', do: 'claim' },
      { after_hours: 0.33, by: 'marta', do: 'message', text:
        'Raj, this is the most useful letter of the month! I’ve read it out to the whole desk.\n\n' +
        '- **Dates instead of “Term 2”**: yes, from next week\n' +
        '- **Confirm / Book**: the same, and it’ll say “Book” in both\n' +
        '- **Price for two**: that one’s going to Helen today\n\n' +
        'One question about copying last term: would you want to check it first, or simply have it booked?' },
      { after_hours: 8, by: 'raj', do: 'message', text: 'Check first, always. I’ve seen my own typos.' },
      { after_hours: 10, by: 'marta', do: 'release' },
      { after_hours: 0.5, by: 'helen', do: 'claim' },
      { after_hours: 0.33, by: 'helen', do: 'message', text:
        'Raj, I’ve taken this over. Prices for all children now show together at the top, please have a look. ' +
        'For the copy idea I’d like that sofa meeting: Tuesday 16:30, I’ll bring coffee.' },
    ],
  },
  {
    title: 'Changing our music choice, please read',
    customer: 'jayden07',
    opened_hours_ago: 48,
    steps: [
      { after_hours: 0, by: 'jayden07', do: 'message', text:
        'ok so for the crew piece the song we picked has a bad word at 1:12 and my mam heard it 💀 can we swap ' +
        'to the clean version, same beat same length. pls dont tell kwame it was my idea' },
      { after_hours: 3, by: 'oisin', do: 'claim' },
      { after_hours: 0.17, by: 'oisin', do: 'message', text:
        'Kwame won’t hear a thing from me. Is it exactly the same length? The lights are timed to the second: ' +
        '3:04.' },
      { after_hours: 0.33, by: 'jayden07', do: 'message', text:
        'its 3:04!! i checked twice. and 1:12 is just “hey” now' },
      { after_hours: 2, by: 'oisin', do: 'message', text:
        'Then send the link and I’ll swap it before Friday’s rehearsal (17:30, River Room).' },
      { after_hours: 18, by: 'jayden07', do: 'message', text:
        'https://music.example.org/tracks/clean-edits/hometown-lights-clean-version-3m04s?from=crew&take=2' },
    ],
  },
  {
    title: 'Class newsletter in my language?',
    customer: 'iryna',
    opened_hours_ago: 1080,
    steps: [
      { after_hours: 0, by: 'iryna', do: 'message', text:
        'My mother takes the children on Mondays and reads only Ukrainian. Is it possible to get the important ' +
        'letters (dates, closures) shorter and simpler, so I can translate them?' },
      { after_hours: 5, by: 'marta', do: 'claim' },
      { after_hours: 0.25, by: 'marta', do: 'message', text:
        'That’s a good idea for everyone, not only for your mother. From the next letter on there’ll be a box ' +
        'at the top called **“In three lines”**: what, when, what to bring.' },
      { after_hours: 48, by: 'iryna', do: 'message', text: 'Дуже дякую! My mother says the box is the best part.' },
      { after_hours: 1, by: 'marta', do: 'close' },
      { after_hours: 480, by: 'iryna', do: 'message', text:
        'Hello, it is me again. The last letter came without the box. Was it forgotten?' },
      { after_hours: 3, by: 'marta', do: 'message', text:
        'It was forgotten, and I’m the one who forgot. Here it is:\n\n' +
        '> **In three lines**\n> Closed on the bank holiday Monday.\n' +
        '> Grade 1 makes it up on Wednesday, 17:15, Mirror Room.\n> Bring soft shoes.' },
      { after_hours: 1, by: 'iryna', do: 'message', text: 'Thank you Marta, no problem at all.' },
      { after_hours: 0.17, by: 'marta', do: 'close' },
    ],
  },
]
