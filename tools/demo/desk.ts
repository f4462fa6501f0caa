import type { Priority } from '#desk/tickets/priorities.ts'

interface DeskWork {
  /** A part of the ticket's title. */
  title: string
  by: string
  note?: string
  /** The assistant who gets the ticket with the note. */
  hand_to?: string
  /** Another customer, who takes part from then on. */
  joined_by?: string
  priority?: Priority
  tags?: string[]
}

/** Internal work on some conversations. */
export const deskWork: DeskWork[] = [
  {
    title: 'Parking on Mill Lane',
    by: 'marta',
    note: 'The council answers on Thursday. @oisin, can you ring them?',
    tags: ['building'],
  },
  { title: 'Wrong shoes delivered', by: 'priya', priority: 'high', tags: ['shop', 'refund'] },
  {
    title: 'Exam fee',
    by: 'marta',
    note: 'The board has not sent us the dates either. Asked again this morning.',
    priority: 'high',
    tags: ['exams'],
  },
  {
    title: 'Change of teacher',
    by: 'deniz',
    note: 'Delicate: she left on good terms. @helen should answer this one.',
    tags: ['timetable'],
  },
  { title: 'Video link', by: 'priya', tags: ['video'], priority: 'low' },
  { title: 'Wedding dance', by: 'oisin', tags: ['private lessons'] },
  {
    title: 'Lift out of order',
    by: 'marta',
    tags: ['accessibility', 'building'],
    note: 'Inspection Friday 9:00 to 11:00, the Mirror Room stays reachable.',
  },
  {
    title: 'Siblings in different rooms',
    by: 'priya',
    hand_to: 'marta',
    note: 'You know the timetable: could Hip-hop Juniors move to the day of Grade 1?',
    tags: ['timetable'],
  },
  { title: 'Invoice for my employer', by: 'deniz', tags: ['billing'] },
  {
    title: 'refund for the classes',
    by: 'marta',
    joined_by: 'mrskeane',
    note: 'Her mother asked at the desk, and reads along from now on.',
  },
]

/** A ticket opened for a customer who has called. */
export const call = {
  taken_by: 'oisin',
  customer: 'margaret',
  title: 'A lift home after Gentle Movement',
  message:
    'You rang to ask whether somebody drives towards the Quay on Fridays after class. I ask the others of the class, and write here who can take you along.',
}
