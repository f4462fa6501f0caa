// biome-ignore-all format: a conversation reads better with one step after the other
import type { DemoThread } from '../types.ts'

export const paymentsThreads: DemoThread[] = [
  {
    title: 'Paid twice for the same term?',
    customer: 'lucie',
    opened_hours_ago: 7,
    steps: [
      { after_hours: 0, by: 'lucie', do: 'message', text:
        'Bonjour, my bank shows **two** payments of €144 for Manon’s Ballet Grade 3, both on the same day. I ' +
        'think I pressed the button twice because the page was slow. Could you please check and give one back?' },
      { after_hours: 0.5, by: 'deniz', do: 'claim' },
      { after_hours: 0.17, by: 'deniz', do: 'message', text:
        'Hello Lucie, I see both. The second one goes back to the same card now, €144, and should be there in ' +
        '3–5 working days.' },
      { after_hours: 2, by: 'lucie', do: 'message', text: 'Super, thank you. Is her place paid and safe?' },
      { after_hours: 1, by: 'deniz', do: 'message', text:
        'Place is paid and safe. I’ll leave this open until the money has reached you.' },
    ],
  },
  {
    title: 'Paying the term in three parts',
    customer: 'iryna',
    opened_hours_ago: 21,
    steps: [
      { after_hours: 0, by: 'iryna', do: 'message', text:
        'Hello. Is it possible to pay for the term in parts? Two children, Sofiia (Grade 1) and Marko (Hip-hop ' +
        'Juniors). Now it is a lot at one time.' },
      { after_hours: 2, by: 'deniz', do: 'claim' },
      { after_hours: 0.25, by: 'deniz', do: 'message', text:
        'Hello Iryna, yes, always, and there’s no extra fee.\n\n' +
        '| | full | sibling discount | to pay |\n|---|---|---|---|\n| Sofiia | €144 | – | €144 |\n' +
        '| Marko | €144 | 10% | €129.60 |\n\n' +
        'Together €273.60: **three parts of €91.20**, at the start of weeks 1, 5 and 9. Does that work?' },
      { after_hours: 12, by: 'iryna', do: 'message', text:
        'It works, thank you very much. I did not know about the discount. Must I come to sign something?' },
    ],
  },
  {
    title: 'Invoice for my employer’s wellness scheme',
    customer: 'sven',
    opened_hours_ago: 30,
    steps: [
      { after_hours: 0, by: 'sven', do: 'message', text:
        'My employer refunds sports courses, but needs an invoice with our names, the course and the dates. The ' +
        'receipt from the desk only says “2 x card”. Could you make one?' },
    ],
  },
  {
    title: 'Reminder says I owe €10, I don’t think so',
    customer: 'tomasz',
    opened_hours_ago: 456,
    steps: [
      { after_hours: 0, by: 'tomasz', do: 'message', text:
        'I received a reminder with a late fee of €10. I paid on the Friday before. The reference was ' +
        '`T-ZIELINSKI-G1`.' },
      { after_hours: 4, by: 'deniz', do: 'claim' },
      { after_hours: 0.33, by: 'deniz', do: 'message', text:
        'You’re right, Tomasz. It arrived on time with the reference in the wrong field, so nobody matched it. ' +
        'The fee is cancelled, and I’m sorry for the letter.' },
      { after_hours: 1, by: 'tomasz', do: 'message', text: 'Thank you for the quick answer. No problem.' },
      { after_hours: 0.08, by: 'tomasz', do: 'close' },
    ],
  },
  {
    title: 'Does the sibling discount cover cousins?',
    customer: 'chidi',
    opened_hours_ago: 50,
    steps: [
      { after_hours: 0, by: 'chidi', do: 'message', text:
        'My sister’s boy Emeka lives with us this year and wants to join Hip-hop Juniors with my Kene, who has ' +
        'put his book down at last. Same address, same tired adult paying. Does the 10% count for him?' },
      { after_hours: 5, by: 'deniz', do: 'claim' },
      { after_hours: 0.5, by: 'deniz', do: 'message', text:
        'Hi Chidinma. The rule says “children of one household”, and that is exactly what you describe. So yes: ' +
        'Emeka pays €129.60 instead of €144.' },
      { after_hours: 20, by: 'chidi', do: 'message', text:
        'Wonderful. And since Adaeze, Kene and Emeka make three… is there a third-child price? I had to ask!' },
      { after_hours: 2, by: 'deniz', do: 'message', text:
        'Fair question. The third child gets 10% as well, not more. But Emeka’s first class is free: Tuesday ' +
        '16:30, River Room.' },
    ],
  },
  {
    title: 'refund for the classes i missed when sick',
    customer: 'niamhdances',
    opened_hours_ago: 144,
    steps: [
      { after_hours: 0, by: 'niamhdances', do: 'message', text:
        'hi so i had the flu and missed 2 thursdays (grade 5 AND pointe) mam says to ask if we get money back' },
      { after_hours: 7, by: 'deniz', do: 'claim' },
      { after_hours: 0.08, by: 'deniz', do: 'message', text:
        'Hi Niamh, hope you’re better. For missed classes there’s no money back, but you have **two make-up ' +
        'classes** each term. For Grade 5 you can join Monday’s Grade 3 (17:30) for technique, or come to ' +
        'Saturday coaching. Which would you like?' },
      { after_hours: 24, by: 'niamhdances', do: 'message', text:
        'is coaching the one with anneli in the attic? that one pls. both saturdays' },
      { after_hours: 6, by: 'deniz', do: 'release' },
      { after_hours: 2, by: 'marta', do: 'claim' },
      { after_hours: 0.17, by: 'marta', do: 'message', text:
        'Hi Niamh, Deniz is off until Monday so I’m finishing this for him. You’re down for coaching in the ' +
        'Attic, **Saturday 12:15, this week and next**. Keep it gentle the first time, flu takes longer than we ' +
        'think.' },
    ],
  },
  {
    title: 'Standing order: which reference do I use?',
    customer: 'margaret',
    opened_hours_ago: 3360,
    steps: [
      { after_hours: 0, by: 'margaret', do: 'message', text:
        'Good day. My bank asks for a reference for the standing order. May I simply put my name? It has a ' +
        'hyphen and an apostrophe, which the bank dislikes.' },
      { after_hours: 3, by: 'deniz', do: 'claim' },
      { after_hours: 0.25, by: 'deniz', do: 'message', text:
        'Good day Mrs O’Sullivan-Byrne. Please use `GM-OSULLIVAN`, without hyphen or apostrophe. €48 on the ' +
        'first of each month, three times a term.' },
      { after_hours: 24, by: 'margaret', do: 'message', text: 'The bank is content, and so am I. Thank you.' },
      { after_hours: 2, by: 'deniz', do: 'close' },
    ],
  },
]
