import { DomainError, type FieldError } from '#errors'
import type { QuestionRow } from '#events/events/composition-queries.ts'
import { spellingsOf } from '#lib/spelling.ts'
import { isVisible } from '#lib/visible-text.ts'
import type { PlaceInput } from './schemas.ts'

export interface Answer {
  /** Index of the place, from 0. */
  position: number
  question_id: number
  answer: string
  /** The normalised answer, if it must be unique within the event; otherwise null. */
  unique_answer: string | null
}

type Checked = { answer: string } | { fault: string }

const checks: Record<QuestionRow['kind'], (text: string, question: QuestionRow) => Checked> = {
  text: (answer) => (isVisible(answer) ? { answer } : { fault: 'Write an answer.' }),
  number: (text) => {
    const answer = spellingsOf(text).plain.replace('−', '-')
    return /^-?\d{1,9}([.,]\d{1,4})?$/.test(answer) ? { answer } : { fault: 'Write a number.' }
  },
  date: (answer) =>
    isDate(answer) ? { answer } : { fault: 'Write a date such as 2019-05-24, the year with four digits.' },
  choice: (answer, { choices }) =>
    (JSON.parse(choices) as string[]).includes(answer) ? { answer } : { fault: 'Choose one of the answers.' },
  phone: (text) => {
    // Digits of any script, without the direction marks that address books put around a number.
    const dialled = spellingsOf(text).plain.replace(/[\s()/.\p{Pd}]/gu, '')
    // One number, whether + or 00 stands before the country's.
    const answer = dialled.replace(/^00/, '+')
    return /^\+?\d{4,20}$/.test(answer) ? { answer } : { fault: 'Write a telephone number: digits, and + in front.' }
  },
}

/** In date fields many people type a year with two digits: 19 is then the year 19. */
function isDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^((?:1[89]|2[01])\d\d)-(\d\d)-(\d\d)$/.exec(text) ?? []
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  return year !== '' && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
}

const fieldOf = (position: number, question: number | string) => `places.${position}.answers.${question}`

/**
 * The answers of each place to the event's questions.
 *
 * @throws invalid naming each answer that is missing, not valid, or belongs to no question
 */
export function checkAnswers(questions: QuestionRow[], places: PlaceInput[]): Answer[] {
  const answers: Answer[] = []
  const faults: FieldError[] = []
  for (const [position, { answers: given }] of places.entries()) {
    const unasked = Object.keys(given).filter((id) => !questions.some((question) => String(question.id) === id))
    for (const id of unasked)
      faults.push({ field: fieldOf(position, id), message: 'This event has no such question; look at the form again.' })
    for (const question of questions) {
      const text = (given[String(question.id)] ?? '').trim()
      const field = fieldOf(position, question.id)
      if (text === '') {
        if (question.required) faults.push({ field, message: `Place ${position + 1}: answer “${question.label}”.` })
        continue
      }
      const checked = checks[question.kind](text, question)
      if ('fault' in checked) faults.push({ field, message: checked.fault })
      else answers.push(answerOf(position, question, checked.answer))
    }
  }
  if (faults.length > 0) throw refusedAnswers(faults)
  return answers
}

const answerOf = (position: number, { id, once_per_event }: QuestionRow, answer: string): Answer => ({
  ...{ position, question_id: id, answer },
  unique_answer: once_per_event ? answer : null,
})

const refusedAnswers = (fields: FieldError[]) =>
  new DomainError('invalid', 'answers', [...new Set(fields.map(({ message }) => message))].join(' '), { fields })

/** The error for an answer that must be unique and was already given for another place. */
export const answerTaken = ({ position, question_id }: Answer) =>
  refusedAnswers([
    { field: fieldOf(position, question_id), message: 'This number is already used for another place at this event.' },
  ])
