// biome-ignore-all format: a conversation reads better with one step after the other
import type { DemoThread } from '../types.ts'

export const teensThreads: DemoThread[] = [
  {
    title: 'pointe shoes hurt, is that normal',
    customer: 'niamhdances',
    opened_hours_ago: 912,
    steps: [
      { after_hours: 0, by: 'niamhdances', do: 'message', text:
        'my big toe goes numb after like 10 min of pointe. the girl in the shop said they fit. is it normal or ' +
        'should i stop' },
      { after_hours: 0.67, by: 'marta', do: 'claim' },
      { after_hours: 0.17, by: 'marta', do: 'message', text:
        'Hi Niamh, numb isn’t normal, so **please don’t dance on pointe until Anneli has looked at it**. She’s ' +
        'here Thursday from 17:00, before Grade 5. Bring the shoes and the padding you use.' },
      { after_hours: 1, by: 'niamhdances', do: 'message', text: 'ok :( will i be kicked out of pointe' },
      { after_hours: 0.25, by: 'marta', do: 'message', text:
        'Not at all! Most of the time it’s the width or the padding, and the shop changes unworn shoes. I’ve ' +
        'told Anneli you’re coming, so she’ll have ten minutes just for you.' },
      { after_hours: 48, by: 'niamhdances', do: 'message', text:
        'she says they are half a size too small AND too narrow. shop is swapping them 🥳 i skipped pointe but ' +
        'did the floor barre' },
      { after_hours: 3, by: 'marta', do: 'message', text: 'So glad you asked! Back on your toes next week.' },
      { after_hours: 24, by: 'niamhdances', do: 'close' },
    ],
  },
  {
    title: 'crew audition results??',
    customer: 'jayden07',
    opened_hours_ago: 19,
    steps: [
      { after_hours: 0, by: 'jayden07', do: 'message', text:
        'when do we find out about the friday crew. i refreshed the page like 60 times' },
      { after_hours: 1, by: 'oisin', do: 'claim' },
      { after_hours: 0.08, by: 'oisin', do: 'message', text:
        'Save your thumb! Kwame puts the list on the door **Friday at 17:00**, and everyone gets a message here ' +
        'at the same time, yes or no.' },
      { after_hours: 0.17, by: 'jayden07', do: 'message', text: 'ok. ok. cool. not nervous' },
    ],
  },
  {
    title: 'Can I do work experience with you?',
    customer: 'leo12',
    opened_hours_ago: 1560,
    steps: [
      { after_hours: 0, by: 'leo12', do: 'message', text:
        'hi for school we have to do 1 week work experience. can i do it at the dance studio? i can carry ' +
        'things and i am good at computers' },
      { after_hours: 6, by: 'helen', do: 'claim' },
      { after_hours: 0.33, by: 'helen', do: 'message', text:
        'Hi Leo, gladly. We take one person per term. You’d spend two days at the desk with Marta, two with ' +
        'Oisín in costumes, and one in class as assistant for Hip-hop Juniors. Please bring the form from ' +
        'school.' },
      { after_hours: 24, by: 'leo12', do: 'message', text: 'yesss. the form needs a stamp and a “learning goal”' },
      { after_hours: 4, by: 'helen', do: 'message', text:
        'The stamp is in my drawer. Learning goal: *“answers a stranger’s question so that they’re glad they ' +
        'asked”*.' },
      { after_hours: 2, by: 'leo12', do: 'message', text: 'thats actually a good one. thank u' },
      { after_hours: 72, by: 'helen', do: 'message', text: 'Form signed, it’s at the desk for you. See you then.' },
      { after_hours: 0.03, by: 'helen', do: 'close' },
    ],
  },
  {
    title: 'forgot my locker code again sorry',
    customer: 'leo12',
    opened_hours_ago: 2,
    steps: [
      { after_hours: 0, by: 'leo12', do: 'message', text:
        'its locker 14. my hoodie is in there and also a banana since last week. its urgent (the banana)' },
    ],
  },
  {
    title: 'Lift home after late rehearsal',
    customer: 'mrskeane',
    opened_hours_ago: 96,
    steps: [
      { after_hours: 0, by: 'mrskeane', do: 'message', text:
        'The Friday rehearsal ends 21:00 and the last bus to Ballyvale goes 20:50. Niamh isn’t the only one, ' +
        'there are four of them. Could they finish ten minutes early or is there another way?' },
      { after_hours: 3, by: 'marta', do: 'claim' },
      { after_hours: 0.25, by: 'marta', do: 'message', text:
        'Good point, and we should’ve seen it. I’m asking Kwame whether the Ballyvale four can go first in the ' +
        'running order.' },
      { after_hours: 24, by: 'oisin', do: 'claim' },
      { after_hours: 0.17, by: 'oisin', do: 'message', text:
        'Taking over from Marta, since I make the running order. The four are now in the first half: **they’re ' +
        'free at 20:30**. I’ll walk them to the stop myself.' },
      { after_hours: 2, by: 'mrskeane', do: 'message', text:
        'That’s brilliant, thank you both so much. Can I tell the other three mothers?' },
      { after_hours: 1, by: 'oisin', do: 'message', text:
        'Please do! And tell them the stop is the one at Weir Street, not the bridge.' },
    ],
  },
  {
    title: 'Reference letter for a dance college',
    customer: 'niamhdances',
    opened_hours_ago: 50,
    steps: [
      { after_hours: 0, by: 'niamhdances', do: 'message', text:
        'hello, i’m applying for the pre-vocational course and need a reference from my teacher, max 400 words, ' +
        'they want it as pdf with letterhead. is that something i ask you or anneli? deadline is in 3 weeks' },
      { after_hours: 5, by: 'helen', do: 'claim' },
      { after_hours: 0.33, by: 'helen', do: 'message', text:
        'Hello Niamh, ask here, that’s right. Anneli will write it and I’ll put it on letterhead. It helps her ' +
        'if you send three things:\n\n' +
        '1. what the course is called, and what they look for\n' +
        '2. what you’re proud of from the last two years\n3. one thing you want to get better at' },
      { after_hours: 24, by: 'niamhdances', do: 'message', text:
        'ok i wrote it down:\n\n' +
        '1. Pre-Vocational Ballet, they want “musicality and resilience”\n' +
        '2. my solo in The Lamplighter, and coming back after my ankle\n' +
        '3. turning left. i am so bad at turning left' },
    ],
  },
  {
    title: 'audition video wont upload, deadline soon!!!',
    customer: 'ava',
    opened_hours_ago: 13,
    steps: [
      { after_hours: 0, by: 'ava', do: 'message', text:
        'hiii the form for the friday crew says upload failed every time. video is 1 min 30, filmed on my ' +
        'phone. deadline is in 2 days' },
      { after_hours: 0.08, by: 'oisin', do: 'claim' },
      { after_hours: 0.03, by: 'oisin', do: 'message', text:
        'Hi Ava! What’s the name of the file, and how big is it?' },
      { after_hours: 0.05, by: 'ava', do: 'message', text: '`IMG_4471.MOV`, it says 412 MB' },
      { after_hours: 0.03, by: 'oisin', do: 'message', text: 'There we are: the form takes up to **200 MB**.' },
      { after_hours: 0.02, by: 'ava', do: 'message', text:
        'noooo do i have to film it again 😭 my brother was such a bad cameraman' },
      { after_hours: 0.03, by: 'oisin', do: 'message', text:
        'Not at all. Settings → Camera → Record Video is for the next one. For this one: share it to yourself ' +
        'in “medium” size.' },
      { after_hours: 0.1, by: 'ava', do: 'message', text: 'it says 96 MB now' },
      { after_hours: 0.02, by: 'oisin', do: 'message', text: 'Perfect, try again.' },
      { after_hours: 0.07, by: 'ava', do: 'message', text: '47%… 80%… 🥁' },
      { after_hours: 0.02, by: 'ava', do: 'message', text: 'IT SAYS RECEIVED ✅✅' },
      { after_hours: 0.03, by: 'oisin', do: 'message', text:
        'I see it here too, sound and all. Your brother did fine, only one thumb.' },
      { after_hours: 0.02, by: 'ava', do: 'message', text: 'tysm ur the best. when do we hear' },
      { after_hours: 0.05, by: 'oisin', do: 'message', text:
        'Friday, 17:00, list on the door and a message here. Fingers crossed!' },
      { after_hours: 0.03, by: 'ava', do: 'message', text: 'crossed + double knotted 🤞' },
    ],
  },
]
