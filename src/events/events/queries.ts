import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { Context } from '#context'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { lockingRows } from '#platform/db/dialect.ts'
import type { Schema } from '#platform/db/schema.ts'
import { ownAnswer } from './invitation-queries.ts'
import { type Viewer, visibleCondition, visibleTo } from './visibility.ts'

export type EventRow = Selectable<Schema['events']>
export type TypeRow = Selectable<Schema['event_types']>
export type QuestionRow = Selectable<Schema['event_questions']>
export type HostedEvent = NonNullable<Awaited<ReturnType<typeof findEvent>>>

/** With its host, and what the viewer has to do with it. */
export function findEvent(ctx: Context, viewer: Viewer, id: number) {
  const account = viewer?.id ?? 0
  const event = ctx.db.selectFrom('events').selectAll().where('events.id', '=', id).$call(visibleTo(viewer))
  return ctx.db
    .selectFrom(event.as('event'))
    .innerJoin('accounts as host', 'host.id', 'event.host_id')
    .selectAll('event')
    .select([
      'host.username as host_username',
      'host.display_name as host_display_name',
      'host.profile_icon as host_profile_icon',
      'host.picture_id as host_picture_id',
      'host.account_type as host_account_type',
    ])
    .select((eb) => [
      ownAnswer(ctx.db, sql.ref('event.id'), account).as('invitation_state'),
      eb
        .selectFrom('bookings')
        .select(({ fn }) => fn.sum<number>('places').as('places'))
        .whereRef('event_id', '=', 'event.id')
        .where('account_id', '=', account)
        .where('cancelled_at', 'is', null)
        .as('own_places'),
      eb
        .selectFrom('waiting_entries')
        .select('state')
        .whereRef('event_id', '=', 'event.id')
        .where('account_id', '=', account)
        .where('ended_at', 'is', null)
        .as('waiting_state'),
      eb.selectFrom('event_questions').select('id').whereRef('event_id', '=', 'event.id').limit(1).as('asks'),
    ])
    .executeTakeFirst()
}

// A prepared statement names its columns.
const eventColumns = [
  'id',
  'host_id',
  'title',
  'description',
  'location',
  'searched',
  'starts_at',
  'ends_at',
  'visibility',
  'capacity',
  'places_taken',
  'places_per_person',
  'price_cents',
  'attendees_visible',
  'sequence',
  'created_at',
  'changed_at',
  'cancelled_at',
  'cancel_reason',
  'picture_id',
  'reminded_at',
] as const
const typeColumns = ['id', 'event_id', 'position', 'name', 'price_cents', 'places', 'places_taken'] as const
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

type Sees = 'guest' | 'customer' | 'staff'

const lockedEvent = compiledOnce((db, values: { id: number; viewer: number }, { sees }: { sees: Sees }) => {
  const viewer = sees === 'guest' ? null : { id: values.viewer, is_staff: sees === 'staff' }
  const events = db.selectFrom('events').select(eventColumns).where('events.id', '=', values.id)
  return events.where(visibleCondition(viewer)).$call(lockingRows(db))
})

/** An event's row, which nobody else changes until the transaction ends: all places are counted under it. */
export async function lockEvent(ctx: Context, viewer: Viewer, id: number): Promise<EventRow | undefined> {
  const sees = viewer === null ? 'guest' : viewer.is_staff ? 'staff' : 'customer'
  const [event] = await lockedEvent(ctx.db, { id, viewer: viewer?.id ?? 0 }, { sees })
  return event
}

/** Whoever may see it: for the clock, and for links that are secrets themselves. */
export const findAnyEvent = (ctx: Context, id: number): Promise<EventRow | undefined> =>
  ctx.db.selectFrom('events').selectAll().where('id', '=', id).executeTakeFirst()

/** The same, which nobody else changes until the transaction ends. */
export const lockAnyEvent = (ctx: Context, id: number): Promise<EventRow | undefined> =>
  ctx.db.selectFrom('events').selectAll().where('id', '=', id).$call(lockingRows(ctx.db)).executeTakeFirst()

const typesOfEvent = compiledOnce((db, { event_id }: { event_id: number }) =>
  db.selectFrom('event_types').select(typeColumns).where('event_id', '=', event_id).orderBy('position'),
)

export const listTypes = (ctx: Context, event_id: number): Promise<TypeRow[]> => typesOfEvent(ctx.db, { event_id }, {})

const questionsOfEvent = compiledOnce((db, { event_id }: { event_id: number }) =>
  db.selectFrom('event_questions').select(questionColumns).where('event_id', '=', event_id).orderBy('position'),
)

export const listQuestions = (ctx: Context, event_id: number): Promise<QuestionRow[]> =>
  questionsOfEvent(ctx.db, { event_id }, {})

export async function insertEvent(ctx: Context, event: Insertable<Schema['events']>): Promise<number> {
  const { id } = await ctx.db.insertInto('events').values(event).returning('id').executeTakeFirstOrThrow()
  return id
}

export async function updateEvent(ctx: Context, id: number, change: Updateable<Schema['events']>): Promise<void> {
  await ctx.db
    .updateTable('events')
    .set((eb) => ({ ...change, sequence: eb('sequence', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

export async function insertTypes(ctx: Context, types: Insertable<Schema['event_types']>[]): Promise<void> {
  if (types.length > 0) await ctx.db.insertInto('event_types').values(types).execute()
}

export async function updateType(ctx: Context, id: number, change: Updateable<Schema['event_types']>): Promise<void> {
  await ctx.db.updateTable('event_types').set(change).where('id', '=', id).execute()
}

export async function deleteTypes(ctx: Context, ids: number[]): Promise<void> {
  if (ids.length > 0) await ctx.db.deleteFrom('event_types').where('id', 'in', ids).execute()
}

/** How often each was booked or waited for. */
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

/** Who has a place. */
export async function listAttendeeIds(ctx: Context, eventId: number): Promise<number[]> {
  const rows = await ctx.db
    .selectFrom('bookings')
    .select('account_id')
    .distinct()
    .where('event_id', '=', eventId)
    .where('cancelled_at', 'is', null)
    .execute()
  return rows.map(({ account_id }) => account_id)
}

/** Who waits or has an offer, and who was invited and has not answered. */
export async function listHopefulIds(ctx: Context, eventId: number): Promise<number[]> {
  const { rows } = await sql<{ account_id: number }>`
    select account_id from waiting_entries where event_id = ${eventId} and ended_at is null
    union select account_id from event_invitations
    where event_id = ${eventId} and state = 'open' and account_id is not null`.execute(ctx.db)
  return rows.map(({ account_id }) => account_id)
}
