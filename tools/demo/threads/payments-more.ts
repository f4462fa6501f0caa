// biome-ignore-all format: a conversation reads better with one step after the other
import type { DemoThread } from '../types.ts'

export const paymentsMoreThreads: DemoThread[] = [
  {
    title: 'Cancelling after week two: what do we get back?',
    customer: 'lucie',
    opened_hours_ago: 1800,
    steps: [
      { after_hours: 0, by: 'lucie', do: 'message', text:
        'Hello, we are thinking of stopping tap for Manon (Saturdays). She has had two classes. What is the ' +
        'rule please?' },
      { after_hours: 19, by: 'deniz', do: 'claim' },
      { after_hours: 0.17, by: 'deniz', do: 'message', text:
        'Hello Lucie. **Before the third class** you get the remaining classes back in full: 10 × €12 = €120. ' +
        'After the third it becomes a credit for another class.\n\n' +
        'So if you decide by Friday evening, it’s money. If later, it’s credit.' },
      { after_hours: 4, by: 'lucie', do: 'message', text:
        'Very clear. We stop, then. She will keep ballet, naturally!' },
      { after_hours: 1, by: 'deniz', do: 'message', text: 'Done, €120 is on its way. Enjoy the free Saturday.' },
      { after_hours: 0.08, by: 'deniz', do: 'close' },
    ],
  },
  {
    title: 'Gift voucher for my wife, needed quickly',
    customer: 'jonasbaum',
    opened_hours_ago: 4800,
    steps: [
      { after_hours: 0, by: 'jonasbaum', do: 'message', text:
        'Evening all. Wedding anniversary, I forgot, don’t judge me. Can I buy a voucher for ten adult classes ' +
        'and pick it up before you close?' },
      { after_hours: 0.33, by: 'oisin', do: 'claim' },
      { after_hours: 0.08, by: 'oisin', do: 'message', text:
        'No judgement, only speed. A 10-class card in a proper envelope is €130. The desk is open until 20:30 ' +
        'and I’ve written “With love” on it. Say if that should be “Sorry”.' },
      { after_hours: 0.17, by: 'jonasbaum', do: 'message', text: '“With love” is perfect. Leaving the shop now.' },
      { after_hours: 0.83, by: 'oisin', do: 'message', text:
        'Picked up with eleven minutes to spare. Happy anniversary!' },
      { after_hours: 0.03, by: 'oisin', do: 'close' },
    ],
  },
  {
    title: 'Receipt shows wrong name',
    customer: 'beatriz',
    opened_hours_ago: 216,
    steps: [
      { after_hours: 0, by: 'beatriz', do: 'message', text:
        'Hi, on the receipt for the costume deposit my surname is “Goncalves?es” with a question mark in the ' +
        'middle. It is Gonçalves. Not urgent but my tax adviser is a serious man.' },
      { after_hours: 2, by: 'deniz', do: 'claim' },
      { after_hours: 0.17, by: 'deniz', do: 'message', text:
        'Hi Beatriz. The old receipt printer doesn’t know ç. I’ll type a new one by hand and leave it at the ' +
        'desk. Is “Beatriz Gonçalves, €20 costume deposit” enough for the serious man?' },
    ],
  },
  {
    title: 'Old debit still in my account history',
    customer: 'wanjiru',
    opened_hours_ago: 0.6,
    steps: [
      { after_hours: 0, by: 'wanjiru', do: 'message', text:
        'Hi, my payment list shows €15 “pending” for a drop-in three weeks ago, but I paid by card at the desk. ' +
        'No rush, I just don’t want to look like a pirate.' },
    ],
  },
  {
    title: 'Could fees be lowered for one term?',
    customer: 'iryna',
    opened_hours_ago: 2400,
    steps: [
      { after_hours: 0, by: 'iryna', do: 'message', text:
        'Hello. My hours at work were cut until the summer. I do not want to take the children out. Is there ' +
        'any help, or can I do something for the studio in return?' },
      { after_hours: 5, by: 'deniz', do: 'claim' },
      { after_hours: 0.33, by: 'deniz', do: 'message', text:
        'Hello Iryna, thank you for telling us. Helen decides on this, so I’m handing it to her today.' },
      { after_hours: 1, by: 'helen', do: 'claim' },
      { after_hours: 0.5, by: 'helen', do: 'message', text:
        'Dear Iryna, this is what our solidarity fund is there for. This term you pay **half** for both ' +
        'children. No forms, nobody else is told, and there’s nothing to do in return.' },
      { after_hours: 2, by: 'iryna', do: 'message', text:
        'I do not know what to say. Thank you. I can sew very well, if the costumes need hands.' },
      { after_hours: 1, by: 'helen', do: 'message', text:
        'Beatriz in the costume team will be delighted to hear that. Only if you’d enjoy it.' },
      { after_hours: 24, by: 'helen', do: 'close' },
    ],
  },
]
