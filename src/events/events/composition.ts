import type { Context } from '#context'
import { conflict, invalidField } from '#errors'
import {
  countAnswersTo,
  countPlacesOfTypes,
  deleteQuestions,
  deleteTypes,
  insertQuestions,
  insertTypes,
  listQuestions,
  listTypes,
  setUniqueAnswers,
  updateQuestion,
  updateType,
} from './composition-queries.ts'
import { storedQuestion, storedType } from './event-rows.ts'
import { tooFewPlaces } from './refusals.ts'
import type { EventInput } from './schemas.ts'

// Ticket types and questions of an event whose row is locked. Existing bookings and answers stay valid.

interface Compared<Wanted> {
  added: [position: number, wanted: Wanted][]
  kept: [position: number, id: number, wanted: Wanted][]
  gone: number[]
}

function compare<Wanted extends { id?: number | undefined }>(
  field: string,
  wanted: Wanted[],
  there: { id: number }[],
): Compared<Wanted> {
  const known = new Set(there.map(({ id }) => id))
  const compared: Compared<Wanted> = { added: [], kept: [], gone: [] }
  for (const [position, one] of wanted.entries()) {
    if (one.id === undefined) compared.added.push([position, one])
    else if (known.delete(one.id)) compared.kept.push([position, one.id, one])
    else throw invalidField(field, 'This event has no such ticket type or question, or it is named twice.')
  }
  compared.gone = [...known]
  return compared
}

/** @throws conflict if a booked type is removed or gets fewer places than are booked, saying how many */
export async function replaceTypes(ctx: Context, event_id: number, wanted: EventInput['types']): Promise<void> {
  const there = await listTypes(ctx, event_id)
  const { added, kept, gone } = compare('types', wanted, there)
  const booked = await countPlacesOfTypes(ctx, gone)
  for (const [id, count] of booked) {
    const name = there.find((type) => type.id === id)?.name
    throw conflict('type_booked', `“${name}” was booked or waited for ${times(count)} and cannot be removed.`)
  }
  await deleteTypes(ctx, gone)
  for (const [position, id, type] of kept) {
    const taken = there.find((one) => one.id === id)?.places_taken ?? 0
    if (type.places !== null && type.places < taken) throw tooFewPlaces('types', taken, type.name)
    await updateType(ctx, id, { ...storedType(type), position })
  }
  const highest = Math.max(0, ...there.map(({ number }) => number))
  await insertTypes(
    ctx,
    added.map(([position, type], n) => ({
      ...storedType(type),
      ...{ event_id, position, number: highest + n + 1, places_taken: 0 },
    })),
  )
}

/** @throws conflict if an answered question is removed or changed */
export async function replaceQuestions(ctx: Context, event_id: number, wanted: EventInput['questions']): Promise<void> {
  const there = await listQuestions(ctx, event_id)
  const { added, kept, gone } = compare('questions', wanted, there)
  const others = kept.filter(([, id, { kind }]) => there.find((question) => question.id === id)?.kind !== kind)
  const answered = await countAnswersTo(ctx, [...gone, ...others.map(([, id]) => id)])
  for (const [id, count] of answered) {
    const label = there.find((question) => question.id === id)?.label
    throw conflict('question_answered', `“${label}” was answered ${times(count)} and stays as it is.`)
  }
  await deleteQuestions(ctx, gone)
  for (const [position, id, question] of kept) {
    await updateQuestion(ctx, id, { position, ...storedQuestion(question) })
    const before = there.find((one) => one.id === id)?.once_per_event === 1
    if (question.once_per_event !== before) await setUniqueAnswers(ctx, id, question.once_per_event)
  }
  await insertQuestions(
    ctx,
    added.map(([position, question]) => ({ event_id, position, ...storedQuestion(question) })),
  )
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`)
