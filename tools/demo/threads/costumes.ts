// biome-ignore-all format: a conversation reads better with one step after the other
import type { DemoThread } from '../types.ts'

export const costumesThreads: DemoThread[] = [
  {
    title: 'Snowdrop costume is too short',
    customer: 'tomasz',
    opened_hours_ago: 48,
    steps: [
      { after_hours: 0, by: 'tomasz', do: 'message', text:
        'The snowdrop costume for Zuzia came home yesterday. It is size 122 and she is now 131 cm. I do not ' +
        'want to cut or sew anything without asking.' },
      { after_hours: 5, by: 'oisin', do: 'claim' },
      { after_hours: 0.33, by: 'oisin', do: 'message', text:
        'Hi Tomasz, thanks for not cutting! We have two snowdrops in 134. Come to the **fitting table in the ' +
        'Green Room, Saturday 10:00–13:00**, and bring the short one back on its hanger.' },
      { after_hours: 24, by: 'oisin', do: 'message', text:
        'Small update: I’ve kept a 134 aside with Zuzia’s name on it, so no need to be there at ten sharp.' },
    ],
  },
  {
    title: 'Allergy to wool, the cloak is wool',
    customer: 'fatimah',
    opened_hours_ago: 1.33,
    steps: [
      { after_hours: 0, by: 'fatimah', do: 'message', text:
        'Hello, Layla is a fox in The Glass Forest and the cloak has wool on the collar. She gets a rash from ' +
        'wool. Can she wear a cotton scarf under it, or could we change the collar? I am happy to pay for the ' +
        'fabric.\n\n' +
        'شكرًا جزيلاً، فاطمة' },
    ],
  },
  {
    title: 'Hair: bun, plait or loose for the foxes?',
    customer: 'lucie',
    opened_hours_ago: 864,
    steps: [
      { after_hours: 0, by: 'lucie', do: 'message', text:
        'Hello! The letter says “hair tidy”, the teacher says “bun”, and Manon says “all the others wear it ' +
        'loose”. Who wins?' },
      { after_hours: 3, by: 'oisin', do: 'claim' },
      { after_hours: 0.17, by: 'oisin', do: 'message', text:
        'The fox ears win. For the ears to stay on we need a **low bun, centre parting, brown hairnet**, gel ' +
        'but no glitter. Hairnets are €1 at the desk.' },
      { after_hours: 1, by: 'lucie', do: 'message', text: 'Merci! I shall tell Manon that it was the ears.' },
      { after_hours: 0.08, by: 'lucie', do: 'close' },
      { after_hours: 840, by: 'lucie', do: 'reopen' },
      { after_hours: 0.05, by: 'lucie', do: 'message', text:
        'Sorry to open this again. The desk has no brown hairnets left, only black, and the photos are on ' +
        'Saturday. Does black work, or will you get more?' },
    ],
  },
  {
    title: 'Deposit back for the Lamplighter costumes',
    customer: 'beatriz',
    opened_hours_ago: 3840,
    steps: [
      { after_hours: 0, by: 'beatriz', do: 'message', text:
        'I returned both costumes, washed and ironed. When do I get the €40 deposit back?' },
      { after_hours: 24, by: 'oisin', do: 'claim' },
      { after_hours: 0.17, by: 'oisin', do: 'message', text:
        'Hi Beatriz, both are checked and in better shape than when you got them! I’ve asked Deniz to send the ' +
        '€40.' },
      { after_hours: 24, by: 'deniz', do: 'message', text: 'Sent this morning, €40.' },
      { after_hours: 4, by: 'beatriz', do: 'message', text: 'Arrived. Thank you, until the next show!' },
      { after_hours: 0.33, by: 'oisin', do: 'close' },
    ],
  },
  {
    title: 'Sewing helpers for the moth wings',
    customer: 'beatriz',
    opened_hours_ago: 72,
    steps: [
      { after_hours: 0, by: 'beatriz', do: 'message', text:
        'Oisín, I counted: 22 moth wings, 9 finished. Two of us will not manage by the dress rehearsal. Could ' +
        'you ask in the newsletter? What we need:\n\n' +
        '- 3 people who can sew a straight line\n- 1 person with an overlocker\n' +
        '- a room with a long table, two evenings' },
      { after_hours: 3, by: 'oisin', do: 'claim' },
      { after_hours: 0.33, by: 'oisin', do: 'message', text:
        'On it! The newsletter goes out Friday. For the room: the **Green Room, Monday and Wednesday ' +
        '18:30–20:30**, I’ve blocked both and will bring the long table from the Attic. Well, I’ll ask Kwame to ' +
        'help carry it.' },
      { after_hours: 24, by: 'beatriz', do: 'message', text:
        'Iryna has an overlocker and says yes to Monday. So one problem less.' },
      { after_hours: 2, by: 'oisin', do: 'message', text:
        'Iryna is a treasure. Four more people answered my note on the door, all of whom claim to sew straight.' },
      { after_hours: 20, by: 'beatriz', do: 'message', text:
        'Then we start Monday. Please buy 30 m of the grey organza, the shop holds it on our name until ' +
        'Thursday, €4.20 a metre.' },
    ],
  },
  {
    title: 'Selling our old tutu, is there a noticeboard?',
    customer: 'iryna',
    opened_hours_ago: 1320,
    steps: [
      { after_hours: 0, by: 'iryna', do: 'message', text:
        'Sofiia has grown out of her practice tutu (white, 128, as new). Is there a place where families sell ' +
        'such things?' },
      { after_hours: 6, by: 'oisin', do: 'claim' },
      { after_hours: 0.33, by: 'oisin', do: 'message', text:
        'Yes! The cork board beside the lift, first floor. Write size, price and a first name, and leave a way ' +
        'to reach you with us at the desk so that nothing private hangs on the wall.' },
      { after_hours: 24, by: 'iryna', do: 'message', text: 'It was sold in one hour. Thank you!' },
      { after_hours: 1, by: 'oisin', do: 'close' },
      { after_hours: 48, by: 'oisin', do: 'reopen' },
      { after_hours: 0.02, by: 'oisin', do: 'message', text:
        'Iryna, a second family came too late and asks: do you by any chance have one in 134 as well?' },
      { after_hours: 5, by: 'iryna', do: 'message', text: 'Not yet, Sofiia is still inside it. Perhaps in one year!' },
      { after_hours: 0.33, by: 'oisin', do: 'message', text: 'I’ll tell them to wait for her to grow, thank you.' },
      { after_hours: 0.02, by: 'oisin', do: 'close' },
    ],
  },
  {
    title: 'Moth or fox? The list says both',
    customer: 'wanjiru',
    opened_hours_ago: 408,
    steps: [
      { after_hours: 0, by: 'wanjiru', do: 'message', text:
        'The cast list on the door has me as Moth 4 and as Fox 2, and they’re on stage together in scene ' +
        'three. I’m flattered but I’m one person.' },
      { after_hours: 5, by: 'oisin', do: 'claim' },
      { after_hours: 0.5, by: 'oisin', do: 'message', text:
        'Ha! You’re Moth 4. Fox 2 is Wambui from the teens, and somebody at this desk (me) typed too fast. The ' +
        'new list goes up this evening.' },
      { after_hours: 2, by: 'wanjiru', do: 'message', text: 'Great. And when are the moth fittings, do you know yet?' },
      { after_hours: 120, by: 'wanjiru', do: 'message', text: 'Hi again, a gentle flutter about the fittings.' },
      { after_hours: 96, by: 'wanjiru', do: 'message', text: 'Still one moth, no wings :)' },
    ],
  },
]
