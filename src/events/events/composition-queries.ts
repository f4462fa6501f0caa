import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Context } from '#context'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import type { Schema } from '#platform/db/schema.ts'

// Ticket types and questions of an event.

export type TypeRow = Selectable<Schema['event_types']>
export type QuestionRow = Selectable<Schema['event_questions']>

const typeColumns = ['id', 'event_id', 'number', 'position', 'name', 'price_cents', 'places', 'places_taken'] as const
const questionColumns = [
  'id',
  'event_id',
  'position',
  'label',
  'kind',
  'choices',
  'required',
  'once_per_event',
] as const

const typesOfEvent = compiledOnce((db, { event_id }: { event_id: number }) =>
  db.selectFrom('event_types').select(typeColumns).where('event_id', '=', event_id).orderBy('position'),
)

export const listTypes = (ctx: Context, event_id: number): Promise<TypeRow[]> => typesOfEvent(ctx.db, { event_id }, {})

const questionsOfEvent = compiledOnce((db, { event_id }: { event_id: number }) =>
  db.selectFrom('event_questions').select(questionColumns).where('event_id', '=', event_id).orderBy('position'),
)

export const listQuestions = (ctx: Context, event_id: number): Promise<QuestionRow[]> =>
  questionsOfEvent(ctx.db, { event_id }, {})

export async function insertTypes(ctx: Context, types: Insertable<Schema['event_types']>[]): Promise<void> {
  if (types.length > 0) await ctx.db.insertInto('event_types').values(types).execute()
}

export async function updateType(ctx: Context, id: number, change: Updateable<Schema['event_types']>): Promise<void> {
  await ctx.db.updateTable('event_types').set(change).where('id', '=', id).execute()
}

export async function deleteTypes(ctx: Context, ids: number[]): Promise<void> {
  if (ids.length > 0) await ctx.db.deleteFrom('event_types').where('id', 'in', ids).execute()
}

/** How many places were booked or waited for, by type. */
export async function countPlacesOfTypes(ctx: Context, ids: number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map()
  const rows = await ctx.db
    .selectFrom('booked_places')
    .select(({ fn }) => ['type_id', fn.countAll<number>().as('count')])
    .where('type_id', 'in', ids)
    .groupBy('type_id')
    .execute()
  const waiting = await ctx.db
    .selectFrom('waiting_entries')
    .select(({ fn }) => ['type_id', fn.countAll<number>().as('count')])
    .where('type_id', 'in', ids)
    .groupBy('type_id')
    .execute()
  const counts = new Map<number, number>()
  for (const { type_id, count } of [...rows, ...waiting])
    counts.set(type_id as number, (counts.get(type_id as number) ?? 0) + Number(count))
  return counts
}

export async function insertQuestions(ctx: Context, rows: Insertable<Schema['event_questions']>[]): Promise<void> {
  if (rows.length > 0) await ctx.db.insertInto('event_questions').values(rows).execute()
}

export async function updateQuestion(
  ctx: Context,
  id: number,
  change: Updateable<Schema['event_questions']>,
): Promise<void> {
  await ctx.db.updateTable('event_questions').set(change).where('id', '=', id).execute()
}

export async function deleteQuestions(ctx: Context, ids: number[]): Promise<void> {
  if (ids.length > 0) await ctx.db.deleteFrom('event_questions').where('id', 'in', ids).execute()
}

export async function countAnswersTo(ctx: Context, ids: number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map()
  const rows = await ctx.db
    .selectFrom('place_answers')
    .select(({ fn }) => ['question_id', fn.countAll<number>().as('count')])
    .where('question_id', 'in', ids)
    .groupBy('question_id')
    .execute()
  return new Map(rows.map(({ question_id, count }) => [question_id, Number(count)]))
}

/** Makes existing answers unique, or no longer unique. If several places gave the same answer, the first keeps it. */
export async function setUniqueAnswers(ctx: Context, question_id: number, once: boolean): Promise<void> {
  const answers = ctx.db.updateTable('place_answers').where('question_id', '=', question_id)
  await answers.set({ unique_answer: null }).where('unique_answer', 'is not', null).execute()
  if (!once) return
  const first = ctx.db
    .selectFrom('place_answers as given')
    .innerJoin('booked_places', 'booked_places.id', 'given.place_id')
    .innerJoin('bookings', 'bookings.id', 'booked_places.booking_id')
    .select(({ fn }) => fn.min('given.place_id').as('place_id'))
    .where('given.question_id', '=', question_id)
    .where('bookings.cancelled_at', 'is', null)
    .groupBy('given.answer')
  await answers
    .set((eb) => ({ unique_answer: eb.ref('answer') }))
    .where('place_id', 'in', first)
    .execute()
}
