// biome-ignore-all format: a conversation reads better with one step after the other
import type { DemoThread } from '../types.ts'

export const sponsorsThreads: DemoThread[] = [
  {
    title: 'Sponsoring the show: bread, money, or both',
    customer: 'jonasbaum',
    opened_hours_ago: 312,
    steps: [
      { after_hours: 0, by: 'jonasbaum', do: 'message', text:
        'Good morning! Baum’s Bakery would like to support The Glass Forest again. Last time it was 120 rolls ' +
        'for the interval. This year I could add €500. What do you need more, and what do we get for the ' +
        'programme?' },
      { after_hours: 5, by: 'helen', do: 'claim' },
      { after_hours: 1, by: 'helen', do: 'message', text:
        'Dear Jonas, you must be the only sponsor who asks in that order. Both are welcome!\n\n' +
        '| | what you give | what you get |\n|---|---|---|\n' +
        '| Interval | 120 rolls | a sign at the bar, and happy people |\n' +
        '| Programme | €500 | half a page, inside front cover |\n| Tickets | – | 6 seats, 19:00, row D |\n\n' +
        'The €500 would pay for the moth wings, nearly to the cent.' },
      { after_hours: 24, by: 'jonasbaum', do: 'message', text:
        'Then let it be moths. Can the half page be in colour? Our brown looks like mud in grey.' },
      { after_hours: 3, by: 'helen', do: 'message', text:
        'Colour it is. Please send the picture to the desk as a PDF, 148 × 105 mm with 3 mm bleed, by Friday ' +
        'next week.' },
      { after_hours: 48, by: 'jonasbaum', do: 'message', text:
        'My nephew is making it. He asks if you mean RGB or CMYK, I told him I bake.' },
      { after_hours: 20, by: 'helen', do: 'message', text:
        'CMYK. Tell him he’s a good nephew. 120 rolls at the stage door in Weir Street by 14:15?' },
      { after_hours: 6, by: 'jonasbaum', do: 'message', text:
        '14:00, so they’re still warm. Picture is done, he’ll bring it on a stick tomorrow.' },
      { after_hours: 72, by: 'helen', do: 'message', text:
        'The stick has arrived and your brown is a beautiful brown. I’ll send you the proof on Monday.' },
    ],
  },
  {
    title: 'Thank-you note from last year’s sponsors’ evening',
    customer: 'jonasbaum',
    opened_hours_ago: 5520,
    steps: [
      { after_hours: 0, by: 'jonasbaum', do: 'message', text:
        'No question this time. My mother (88) has talked about nothing but the lamplighter boy since Saturday. ' +
        'Please tell him.' },
      { after_hours: 3, by: 'helen', do: 'claim' },
      { after_hours: 0.17, by: 'helen', do: 'message', text:
        'I told him in front of the whole class, and he went the colour of a tomato. Thank you, Jonas.' },
      { after_hours: 0.08, by: 'helen', do: 'close' },
    ],
  },
  {
    title: 'Ad in the programme for a physio practice',
    customer: 'grace',
    opened_hours_ago: 144,
    steps: [
      { after_hours: 0, by: 'grace', do: 'message', text:
        'My physio would like a small ad in the programme, and she looks after half your dancers anyway. Who ' +
        'decides, and what does an eighth of a page cost?' },
      { after_hours: 4, by: 'marta', do: 'claim' },
      { after_hours: 0.17, by: 'marta', do: 'message', text:
        'Hi Grace, Helen decides, so I’m passing this on to her. An eighth was €60 for The Lamplighter.' },
      { after_hours: 1, by: 'marta', do: 'release' },
    ],
  },
]
