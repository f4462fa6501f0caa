// biome-ignore-all format: a conversation reads better with one step after the other
import type { DemoThread } from '../types.ts'

export const tourThreads: DemoThread[] = [
  {
    title: 'Rennes festival trip: coach, ferry, rooms, pizza',
    customer: 'siobhan',
    opened_hours_ago: 312,
    steps: [
      { after_hours: 0, by: 'siobhan', do: 'message', text:
        'Hi Oisín, I said I’d be the parent contact for the Rennes trip, so here we go: one place for ' +
        'everything. 18 dancers, 4 adults. First question: is the ferry booked?' },
      { after_hours: 2, by: 'oisin', do: 'claim' },
      { after_hours: 0.17, by: 'oisin', do: 'message', text:
        'Hero! Yes: evening ferry out on Thursday, back Monday morning. 22 berths held until Friday.' },
      { after_hours: 0.13, by: 'siobhan', do: 'message', text: 'Held or paid?' },
      { after_hours: 0.03, by: 'oisin', do: 'message', text: 'Held. Deposit is €40 a head.' },
      { after_hours: 0.05, by: 'siobhan', do: 'message', text: 'OK, I’ll collect. By when?' },
      { after_hours: 0.02, by: 'oisin', do: 'message', text: 'Thursday noon, so Deniz can pay Friday.' },
      { after_hours: 24, by: 'siobhan', do: 'message', text: '15 of 18 paid' },
      { after_hours: 0.33, by: 'oisin', do: 'message', text: 'Fast! Who’s missing?' },
      { after_hours: 0.07, by: 'siobhan', do: 'message', text:
        'Leo, Jayden, and Ruth’s mam is asking about instalments' },
      { after_hours: 0.1, by: 'oisin', do: 'message', text: 'Instalments fine, same as fees. Tell her three parts.' },
      { after_hours: 5, by: 'siobhan', do: 'message', text: 'Leo’s dad paid at the desk' },
      { after_hours: 0.05, by: 'oisin', do: 'message', text: 'Seen it ✅' },
      { after_hours: 24, by: 'siobhan', do: 'message', text: 'All 18 in. €720' },
      { after_hours: 0.25, by: 'oisin', do: 'message', text:
        'And 4 × €40 for the adults makes €880. Ferry’s paid this minute.' },
      { after_hours: 0.03, by: 'siobhan', do: 'message', text: 'Rennes, here we come 🎉🎉' },
      { after_hours: 24, by: 'siobhan', do: 'message', text: 'Passports. Who checks?' },
      { after_hours: 0.5, by: 'oisin', do: 'message', text: 'You collect the copies, I check the dates.' },
      { after_hours: 0.07, by: 'siobhan', do: 'message', text:
        'Ava’s runs out the week after we’re back. Is that a problem?' },
      { after_hours: 0.2, by: 'oisin', do: 'message', text:
        'Valid on the day of travel is enough for an Irish passport inside the EU. I’d still carry the renewal ' +
        'receipt.' },
      { after_hours: 0.05, by: 'siobhan', do: 'message', text: 'And Jayden’s is at his gran’s in Lagos' },
      { after_hours: 0.42, by: 'oisin', do: 'message', text:
        'Then it needs to come home, and soon. I’ll ring his dad myself.' },
      { after_hours: 24, by: 'oisin', do: 'message', text:
        'Spoke to Mr Okafor. It’s in their kitchen drawer, under the menus.' },
      { after_hours: 0.08, by: 'siobhan', do: 'message', text: 'I could have hugged him and strangled him' },
      { after_hours: 48, by: 'siobhan', do: 'message', text: 'And the coach?' },
      { after_hours: 0.67, by: 'oisin', do: 'message', text:
        'One coach all the way, it drives onto the ferry. Leaves Mill Lane 13:00.' },
      { after_hours: 0.03, by: 'siobhan', do: 'message', text: 'School finishes at 13:20 for six of them' },
      { after_hours: 0.15, by: 'oisin', do: 'message', text: '13:45 then. Driver says fine, check-in closes 15:30.' },
      { after_hours: 0.05, by: 'siobhan', do: 'message', text: 'How much luggage?' },
      { after_hours: 0.07, by: 'oisin', do: 'message', text: 'One soft bag + one backpack. No hard cases.' },
      { after_hours: 0.1, by: 'siobhan', do: 'message', text: 'And costumes?' },
      { after_hours: 0.03, by: 'oisin', do: 'message', text: 'Two rails, in the hold, I mind them with my life.' },
      { after_hours: 24, by: 'siobhan', do: 'message', text: 'Rooms. The hostel has 4-bed and 6-bed' },
      { after_hours: 0.33, by: 'oisin', do: 'message', text:
        '3 × 6 for the dancers, 1 × 4 for adults. Girls 12, boys 6. It works out exactly.' },
      { after_hours: 0.03, by: 'siobhan', do: 'message', text: 'Suspiciously exactly' },
      { after_hours: 0.02, by: 'oisin', do: 'message', text: 'I counted three times.' },
      { after_hours: 3, by: 'siobhan', do: 'message', text: 'Amara snores, they want me to tell you' },
      { after_hours: 0.08, by: 'oisin', do: 'message', text: 'Amara knows? 😄' },
      { after_hours: 0.02, by: 'siobhan', do: 'message', text: 'Amara told me' },
      { after_hours: 0.03, by: 'oisin', do: 'message', text: 'Earplugs on the list.' },
      { after_hours: 24, by: 'siobhan', do: 'message', text:
        'Food. 3 vegetarians, 2 halal, 1 coeliac, 1 “only beige”' },
      { after_hours: 0.5, by: 'oisin', do: 'message', text:
        'Hostel breakfast covers all except the coeliac. I’ll bring bread from Baum’s.' },
      { after_hours: 0.07, by: 'siobhan', do: 'message', text: 'Jonas does gluten-free now?' },
      { after_hours: 0.05, by: 'oisin', do: 'message', text:
        'Since spring, and he’s giving us two loaves for nothing.' },
      { after_hours: 0.1, by: 'siobhan', do: 'message', text: 'Friday dinner?' },
      { after_hours: 0.13, by: 'oisin', do: 'message', text:
        'Pizza place by the river, 19:30, 22 seats, €13 each with a drink.' },
      { after_hours: 0.03, by: 'siobhan', do: 'message', text: 'Beige child saved' },
      { after_hours: 24, by: 'siobhan', do: 'message', text: 'When are we on stage?' },
      { after_hours: 0.25, by: 'oisin', do: 'message', text:
        'Saturday 16:40, seven minutes, main stage. Warm-up room from 15:50.' },
      { after_hours: 0.05, by: 'siobhan', do: 'message', text: 'Can parents watch online?' },
      { after_hours: 0.08, by: 'oisin', do: 'message', text:
        'The festival streams it: https://festival.example.org/live/main-stage' },
      { after_hours: 24, by: 'helen', do: 'message', text:
        'Insurance certificate came today. Original is in the office, Oisín takes a copy along.' },
      { after_hours: 0.17, by: 'siobhan', do: 'message', text: 'Thanks Helen!' },
      { after_hours: 0.33, by: 'siobhan', do: 'message', text: 'Oisín, medicine forms?' },
      { after_hours: 0.17, by: 'oisin', do: 'message', text: 'Blank ones at the desk. Sealed bag, name, dose, times.' },
      { after_hours: 24, by: 'siobhan', do: 'message', text: '16 of 18 forms back' },
      { after_hours: 0.08, by: 'oisin', do: 'message', text: 'You’re unstoppable.' },
      { after_hours: 2, by: 'siobhan', do: 'message', text: '18 of 18' },
      { after_hours: 0.05, by: 'oisin', do: 'message', text: 'I’m printing you a medal.' },
      { after_hours: 20, by: 'siobhan', do: 'message', text: 'Last thing I think. Emergency numbers on one sheet?' },
      { after_hours: 0.25, by: 'oisin', do: 'message', text:
        'Yes: both of ours, hostel, coach, Kwame. Laminated, one per adult.' },
      { after_hours: 2, by: 'siobhan', do: 'message', text: 'And who brings the speaker?' },
    ],
  },
]
