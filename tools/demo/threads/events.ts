// biome-ignore-all format: a conversation reads better with one step after the other
import type { DemoThread } from '../types.ts'

export const eventsThreads: DemoThread[] = [
  {
    title: 'School workshop for two fourth classes',
    customer: 'mrsfitz',
    opened_hours_ago: 96,
    steps: [
      { after_hours: 0, by: 'mrsfitz', do: 'message', text:
        'Dear team,\n\n' +
        'I teach at St Brigid’s primary school. For our arts week we would like a dance workshop for **two ' +
        'classes of 24 and 26 children** (age 9–10), ideally on a morning before 12:00. Questions:\n\n' +
        '1. Would you come to us, or may we come to you?\n2. What would it cost per class?\n' +
        '3. One boy uses a walking frame. I would like him to be properly included, not “given a job”.\n\n' +
        'Warm regards,\nCatherine Fitzgerald' },
      { after_hours: 20, by: 'helen', do: 'claim' },
      { after_hours: 1, by: 'helen', do: 'message', text:
        'Dear Catherine, thank you for asking the third question as clearly as the others.\n\n' +
        '1. Come to us if you can: the River Room takes 30 and has a good floor. It’s ten minutes on foot from ' +
        'St Brigid’s.\n2. **€120 per class** for 75 minutes, teachers free.\n' +
        '3. Luz would lead. She has worked with mixed-ability groups for eight years and plans the material so ' +
        'that nobody needs an “adapted version”.\n\n' +
        'Would Tuesday or Thursday suit, 9:30 and 11:00?' },
      { after_hours: 24, by: 'mrsfitz', do: 'message', text:
        'Thursday would be splendid, 9:30 for Room 7 and 11:00 for Room 8. May Luz ring me about Daniel ' +
        'beforehand? I am free after 14:45.' },
      { after_hours: 4, by: 'helen', do: 'message', text:
        'Both are booked. Luz will ring the school tomorrow at 15:00. The invoice follows after arts week, not ' +
        'before.' },
    ],
  },
  {
    title: 'Birthday party on a Sunday: possible?',
    customer: 'eleni',
    opened_hours_ago: 38,
    steps: [
      { after_hours: 0, by: 'eleni', do: 'message', text:
        'Hello! For my son’s 9th birthday we dream of a hip-hop party, 12 children, about two hours. I know you ' +
        'are closed on Sundays, but perhaps?' },
      { after_hours: 3, by: 'marta', do: 'claim' },
      { after_hours: 0.33, by: 'marta', do: 'message', text:
        'What a lovely idea! Sundays are possible if a teacher is free. Kwame has said he’d do it: 45 minutes ' +
        'of class, a mini show for the parents, then cake in the Green Room. **€190 for up to 14 children.** ' +
        'Which Sunday, and from what time?' },
    ],
  },
  {
    title: 'Hiring the Mirror Room for rehearsals',
    customer: 'wanjiru',
    opened_hours_ago: 2040,
    steps: [
      { after_hours: 0, by: 'wanjiru', do: 'message', text:
        'Our university society needs a room with mirrors, 6 evenings, 2 hours. Student budget (= no budget). ' +
        'What’s the best you can do?' },
      { after_hours: 5, by: 'helen', do: 'claim' },
      { after_hours: 0.33, by: 'helen', do: 'message', text:
        'The Mirror Room is €28 an hour. For students after 20:45, when it’s empty anyway, we do **€16**. Six ' +
        'evenings of two hours would be €192. You lock up, and one of you signs for the key.' },
      { after_hours: 3, by: 'wanjiru', do: 'message', text: 'Deal!! I’ll sign for the key. Fridays?' },
      { after_hours: 2, by: 'helen', do: 'message', text:
        'Fridays, 20:45 to 22:45. Bring ID on the first evening. Enjoy.' },
      { after_hours: 48, by: 'helen', do: 'close' },
    ],
  },
  {
    title: 'Lindy hop evening: do I need a partner?',
    customer: 'yuki',
    opened_hours_ago: 0.92,
    steps: [
      { after_hours: 0, by: 'yuki', do: 'message', text:
        'Hello, I saw the poster for the lindy hop evening in the River Room. I would come alone. Is that a ' +
        'problem, and may I come in jazz shoes?' },
    ],
  },
  {
    title: 'Photos from the open day, with my daughter in them',
    customer: 'fatimah',
    opened_hours_ago: 720,
    steps: [
      { after_hours: 0, by: 'fatimah', do: 'message', text:
        'Hello. There is a photo on your page from the open day with Layla in the front row. We did not sign ' +
        'the photo form. Please take it down. I am not angry, only careful.' },
      { after_hours: 0.42, by: 'priya', do: 'claim' },
      { after_hours: 0.08, by: 'priya', do: 'message', text:
        'Thank you for telling us, and I’m sorry. I have taken the photo down just now. It can take an hour ' +
        'until it’s gone everywhere.' },
      { after_hours: 2, by: 'fatimah', do: 'message', text: 'It is gone. Thank you for doing it so quickly.' },
      { after_hours: 24, by: 'priya', do: 'message', text:
        'I also checked our folder: two more pictures had Layla in the background and I have deleted them. We ' +
        'now mark children without a form with a dot on the class list, so that the photographer sees it.' },
      { after_hours: 1, by: 'fatimah', do: 'message', text: 'That is more than I expected. Thank you.' },
      { after_hours: 3, by: 'priya', do: 'close' },
    ],
  },
  {
    title: 'Company audition: what do I prepare?',
    customer: 'niamhdances',
    opened_hours_ago: 5,
    steps: [
      { after_hours: 0, by: 'niamhdances', do: 'message', text:
        'hii for the youth company audition on sunday, is it a solo or do we learn something there? and how ' +
        'long?? i can do 90 secs of my grade 5 solo but idk if thats enough' },
    ],
  },
  {
    title: 'Summer intensive: places left for age 10?',
    customer: 'lucie',
    opened_hours_ago: 624,
    steps: [
      { after_hours: 0, by: 'lucie', do: 'message', text:
        'Hello, does the summer intensive still have a place for Manon, who will be ten? All five days if ' +
        'possible.' },
      { after_hours: 24, by: 'marta', do: 'claim' },
      { after_hours: 0.33, by: 'marta', do: 'message', text:
        'Bonjour Lucie! Yes, **two places** in the 9–11 group: Monday to Friday, 10:00–15:00, €165 including ' +
        'lunch. I can hold one until you’ve talked it over. Does Manon eat everything?' },
      { after_hours: 48, by: 'lucie', do: 'message', text:
        'She eats everything except, strangely, cheese. I talk to my husband this weekend and tell you.' },
      { after_hours: 1, by: 'marta', do: 'message', text:
        'A French girl without cheese, I’ll warn the cook! The place is held until the end of next week.' },
    ],
  },
  {
    title: 'Wedding dance in four weeks, two left feet',
    customer: 'sven',
    opened_hours_ago: 9,
    steps: [
      { after_hours: 0, by: 'sven', do: 'message', text:
        'Hi again. Our wedding is in four weeks, and one evening of salsa has made us brave, so we’d like a ' +
        'first dance that isn’t swaying. Do you teach private lessons? We have three evenings free. The song is ' +
        '3:40 long and, I’m told, in 6/8.' },
    ],
  },
]
