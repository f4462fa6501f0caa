import type { Priority } from '../../src/tickets/priorities.ts'

/** What the desk notes beside some conversations; found by a part of the ticket's title. */
export const deskWork: { title: string; by: string; note?: string; priority?: Priority; tags?: string[] }[] = [
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
  { title: 'Invoice for my employer', by: 'deniz', tags: ['billing'] },
]
