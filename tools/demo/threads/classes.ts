// biome-ignore-all format: a conversation reads better with one step after the other
import type { DemoThread } from '../types.ts'

export const classesThreads: DemoThread[] = [
  {
    title: 'Twins for Tiny Toes: can they join mid-term?',
    customer: 'aoife',
    opened_hours_ago: 120,
    steps: [
      { after_hours: 0, by: 'aoife', do: 'message', text:
        'Hi! My two just turned 4 (Fiadh and Rían). Is it too late for Tiny Toes this term? Saturdays would be ' +
        'best, I work Tuesdays. Sorry, typing this in a car park.' },
      { after_hours: 3, by: 'marta', do: 'claim' },
      { after_hours: 0.17, by: 'marta', do: 'message', text:
        'Happy birthday to both of them! It’s not too late at all: Saturday Tiny Toes has **three places ' +
        'left**.\n\n' +
        '- Saturday 9:45–10:30, River Room (ground floor, straight in from Mill Lane)\n' +
        '- Trial class €8 each, taken off the fee if you stay\n' +
        '- After that you only pay for the weeks that are left of the €108 term\n\n' +
        'Shall I put them down for a trial this Saturday?' },
      { after_hours: 5, by: 'aoife', do: 'message', text:
        'YES please both. Do they need the slippers already? Rían refuses anything pink' },
      { after_hours: 14, by: 'marta', do: 'message', text:
        'Both are on the list. Bare feet or socks with grippy soles are perfect for a trial, and slippers come ' +
        'in black and white too. Water bottle, no tutu needed (but very welcome).' },
      { after_hours: 2, by: 'aoife', do: 'message', text: 'You’re a star. See you Saturday' },
      { after_hours: 0.33, by: 'marta', do: 'message', text:
        'See you then. I’ll leave this open until you tell me how it went.' },
    ],
  },
  {
    title: 'Moving Zuzia up from Grade 1 to Grade 2',
    customer: 'tomasz',
    opened_hours_ago: 26,
    steps: [
      { after_hours: 0, by: 'tomasz', do: 'message', text:
        'Good evening. Zuzia is in Ballet Grade 1 on Mondays. Miss Anneli told her she is ready for Grade 2, ' +
        'but we received no information. Do I register again, or do you move her? Also Monday is good for us, ' +
        'Thursday is difficult because of swimming.' },
      { after_hours: 15, by: 'priya', do: 'claim' },
      { after_hours: 0.25, by: 'priya', do: 'message', text:
        'Good morning Tomasz, and well done to Zuzia! No new registration needed, we move her for you.\n\n' +
        'Grade 2 is **Thursday 16:15–17:15 in the Mirror Room**, and at the moment it runs only on that day. ' +
        'What time does swimming start? If she could leave ten minutes early, Anneli is fine with that.' },
      { after_hours: 6, by: 'tomasz', do: 'message', text:
        'Swimming is 17:30 on the other side of the river. If she leaves at 17:05 it could work, but not every ' +
        'week. Is a make-up possible if she misses one?' },
    ],
  },
  {
    title: 'is hip hop teens on during midterm',
    customer: 'jayden07',
    opened_hours_ago: 0.42,
    steps: [
      { after_hours: 0, by: 'jayden07', do: 'message', text:
        'heya is kwame teaching tuesday at midterm or is it off?? no one in the group chat knows 😅' },
    ],
  },
  {
    title: 'Trial class for a nervous beginner, age 7',
    customer: 'chidi',
    opened_hours_ago: 192,
    steps: [
      { after_hours: 0, by: 'chidi', do: 'message', text:
        'Hello, my daughter Adaeze is seven and shy in new groups. Is there a class where she can watch first ' +
        'before joining in?' },
      { after_hours: 2, by: 'marta', do: 'claim' },
      { after_hours: 0.33, by: 'marta', do: 'message', text:
        'Hello Chidinma, of course. **Ballet Primary, Wednesday 16:00–17:00, Mirror Room** is our gentlest ' +
        'group, eleven children and an assistant who sits with newcomers. Adaeze can watch from the bench for ' +
        'as long as she likes, and there’s no charge for watching.' },
      { after_hours: 4, by: 'chidi', do: 'message', text:
        'That sounds perfect. May her brother stay too? He is ten and mostly reads.' },
      { after_hours: 1, by: 'marta', do: 'message', text:
        'Readers are welcome in the Green Room, there’s a sofa and the good lamp. Just say my name at the desk.' },
      { after_hours: 96, by: 'chidi', do: 'message', text:
        'She watched for five minutes and then danced for fifty-five! We would like to register.' },
      { after_hours: 3, by: 'marta', do: 'message', text:
        'That made my day. I’ve booked her in for the rest of term: nine classes at €12, less the €8 trial, so ' +
        '**€100**. You can pay by card at the desk any time before Wednesday.' },
      { after_hours: 2, by: 'chidi', do: 'message', text:
        'Paid this afternoon. Thank you for being so patient with her.' },
      { after_hours: 0.5, by: 'chidi', do: 'close' },
    ],
  },
  {
    title: 'Swapping Tuesday hip-hop for the Wednesday class',
    customer: 'leo12',
    opened_hours_ago: 33,
    steps: [
      { after_hours: 0, by: 'leo12', do: 'message', text:
        'hi, i have a new football training on tuesdays and my dad says i have to choose. can i do contemporary ' +
        'teens on wednesday instead of hip hop? is it very different. i am 13' },
      { after_hours: 4, by: 'oisin', do: 'claim' },
      { after_hours: 0.42, by: 'oisin', do: 'message', text:
        'Hi Leo! No need to choose between football and dancing, that would be cruel. Contemporary Teens is ' +
        'Wednesday 17:15–18:30 with Luz in the River Room. It’s more floor work and less attitude, and half ' +
        'that group came from Kwame’s class.\n\n' +
        'Try one for free this week, since you’ve already paid for the term. If you like it, your dad pays the ' +
        'difference for the longer class: €2 for each week that’s left.' },
      { after_hours: 3, by: 'leo12', do: 'message', text: 'ok cool. do i need shoes' },
      { after_hours: 2, by: 'oisin', do: 'message', text:
        'Nope, bare feet. Tracksuit bottoms that cover your knees, your future self will thank you.' },
    ],
  },
  {
    title: 'Waiting list, Saturday tap',
    customer: 'patrick44',
    opened_hours_ago: 1128,
    steps: [
      { after_hours: 0, by: 'patrick44', do: 'message', text:
        'DEAR SIR OR MADAM. I WOULD LIKE TO LEARN TAP. I AM 74 AND HAVE MY OWN SHOES. IS SATURDAY FULL. YOURS, ' +
        'P. MORAN' },
      { after_hours: 20, by: 'oisin', do: 'claim' },
      { after_hours: 0.17, by: 'oisin', do: 'message', text:
        'Dear Mr Moran, own shoes is an excellent start! Saturday tap (11:00–12:00, Mirror Room) is full at ' +
        'sixteen, but you’re now **first on the waiting list**. Finbarr usually has a place free up within a ' +
        'few weeks.' },
      { after_hours: 48, by: 'patrick44', do: 'message', text:
        'THANK YOU. I WILL PRACTISE IN THE KITCHEN MEANWHILE. SORRY FOR THE CAPITALS MY GRANDSON WILL FIX IT' },
      { after_hours: 456, by: 'oisin', do: 'message', text:
        'Mr Moran, a place is yours! Shall I keep it for this Saturday? €12 a week for the rest of term, and ' +
        'the first one is on the house for your patience.' },
      { after_hours: 5, by: 'patrick44', do: 'message', text:
        'Yes please. The capitals are fixed. So is the kitchen floor, nearly.' },
      { after_hours: 1, by: 'oisin', do: 'message', text:
        'Then we’ll see you at eleven. Take the lift to the first floor, the Mirror Room is opposite.' },
      { after_hours: 1, by: 'oisin', do: 'close' },
    ],
  },
  {
    title: 'Is the desk open on the bank holiday Monday?',
    customer: 'ruairi',
    opened_hours_ago: 31,
    steps: [
      { after_hours: 0, by: 'ruairi', do: 'message', text:
        'Hi, quick one: is anyone at the desk on bank holiday Monday? I’d like to pick up my class card.' },
      { after_hours: 0.67, by: 'marta', do: 'claim' },
      { after_hours: 0.08, by: 'marta', do: 'message', text:
        'Hi Ruairí, that Monday we’re closed all day. Tuesday from 14:00 there’s somebody here, and your card ' +
        'is in the top drawer with your name on it.' },
      { after_hours: 0.33, by: 'ruairi', do: 'message', text: 'Tuesday it is, thanks!' },
      { after_hours: 0.08, by: 'marta', do: 'close' },
    ],
  },
]
