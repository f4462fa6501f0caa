import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { Context } from '#context'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { lockingRows } from '#platform/db/dialect.ts'
import type { Schema } from '#platform/db/schema.ts'
import { joinedColumns } from '#platform/identity/people.ts'
import { ownAnswer } from './invitation-queries.ts'
import { type Viewer, visibleCondition, visibleTo } from './visibility.ts'

export type EventRow = Selectable<Schema['events']>
export type HostedEvent = NonNullable<Awaited<ReturnType<typeof findEvent>>>

/** The number of an account's places at the `event` of the outer query. */
const ownPlaces = (db: Context['db'], accountId: number) =>
  db
    .selectFrom('bookings')
    .select(({ fn }) => fn.sum<number>('places').as('places'))
    .where('event_id', '=', sql.ref<number>('event.id'))
    .where('account_id', '=', accountId)
    .where('cancelled_at', 'is', null)

/** The number of an account's passes at the `event` of the outer query: includes places that others have booked. */
const heldPasses = (db: Context['db'], accountId: number) =>
  db
    .selectFrom('passes')
    .select(({ fn }) => fn.countAll<number>().as('passes'))
    .where('event_id', '=', sql.ref<number>('event.id'))
    .where('holder_id', '=', accountId)
    .where('cancelled_at', 'is', null)

/** The free places of all ticket types of the `event` of the outer query; null if one is unlimited. */
export const freeOfTypes = (db: Context['db']) =>
  db
    .selectFrom('event_types')
    .select(sql<number | null>`case when count(*) = count(places) then sum(places - places_taken) end`.as('free'))
    .where('event_id', '=', sql.ref<number>('event.id'))

/**
 * The least or greatest price of the ticket types of the `event` of the outer query; null without types. One without a
 * price has the event’s.
 */
const priceOfTypes = (db: Context['db'], which: 'min' | 'max') =>
  db
    .selectFrom('event_types')
    .select(sql<number | null>`${sql.raw(which)}(coalesce(event_types.price_cents, event.price_cents))`.as('price'))
    .where('event_id', '=', sql.ref<number>('event.id'))

/** What an account has to do with the `event` of the outer query, and what its ticket types are and leave. */
export const columnsForViewer = (db: Context['db'], accountId: number) => [
  ownAnswer(db, sql.ref('event.id'), accountId).as('invitation_state'),
  ownPlaces(db, accountId).as('own_places'),
  heldPasses(db, accountId).as('held_passes'),
  freeOfTypes(db).as('free_of_types'),
  priceOfTypes(db, 'min').as('least_price'),
  priceOfTypes(db, 'max').as('highest_price'),
]

/** With its host, and what the viewer has to do with it. */
export function findEvent(ctx: Context, viewer: Viewer, id: number) {
  const account = viewer?.id ?? 0
  const event = ctx.db.selectFrom('events').selectAll().where('events.id', '=', id).$call(visibleTo(viewer))
  return ctx.db
    .selectFrom(event.as('event'))
    .innerJoin('accounts as host', 'host.id', 'event.host_id')
    .selectAll('event')
    .select(joinedColumns('host'))
    .select(columnsForViewer(ctx.db, account))
    .select((eb) => [
      eb
        .selectFrom('waiting_entries')
        .select('state')
        .whereRef('event_id', '=', 'event.id')
        .where('account_id', '=', account)
        .where('ended_at', 'is', null)
        // Nobody waits for an event that has begun.
        .where('event.starts_at', '>', ctx.clock.now())
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

type Sees = 'guest' | 'customer' | 'staff'

const lockedEvent = compiledOnce((db, values: { id: number; viewer: number }, { sees }: { sees: Sees }) => {
  const viewer = sees === 'guest' ? null : { id: values.viewer, is_staff: sees === 'staff' }
  const events = db.selectFrom('events').select(eventColumns).where('events.id', '=', values.id)
  return events.where(visibleCondition(viewer)).$call(lockingRows(db))
})

/** An event's row, locked until the transaction ends: all places are counted under this lock. */
export async function lockEvent(ctx: Context, viewer: Viewer, id: number): Promise<EventRow | undefined> {
  const sees = viewer === null ? 'guest' : viewer.is_staff ? 'staff' : 'customer'
  const [event] = await lockedEvent(ctx.db, { id, viewer: viewer?.id ?? 0 }, { sees })
  return event
}

/** Regardless of who may see it: for scheduled work, and for links that are secrets themselves. */
export const findAnyEvent = (ctx: Context, id: number): Promise<EventRow | undefined> =>
  ctx.db.selectFrom('events').selectAll().where('id', '=', id).executeTakeFirst()

/** The same, locked until the transaction ends. */
export const lockAnyEvent = (ctx: Context, id: number): Promise<EventRow | undefined> =>
  ctx.db.selectFrom('events').selectAll().where('id', '=', id).$call(lockingRows(ctx.db)).executeTakeFirst()

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

/** Sets when its doors are deleted. */
export async function setDoorsEnd(ctx: Context, eventId: number, expires_at: number): Promise<void> {
  await ctx.db.updateTable('doors').set({ expires_at }).where('event_id', '=', eventId).execute()
}

/** Undoes all admissions of an event: its passes admit again. */
export async function undoAdmissions(
  ctx: Context,
  event_id: number,
  undone: { undone_at: number; undone_by: number; undo_reason: string },
): Promise<void> {
  const { db } = ctx
  // Passes first, as at the door, so that two transactions cannot deadlock.
  const used = db.updateTable('passes').set({ used_at: null }).where('used_at', 'is not', null)
  await used.where('event_id', '=', event_id).execute()
  await db
    .updateTable('admissions')
    .set(undone)
    .where('event_id', '=', event_id)
    .where('undone_at', 'is', null)
    .execute()
}
