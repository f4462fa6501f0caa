import { sql } from 'kysely'
import type { Context } from '#context'
import { admissionSpan, type Times } from '#events/events/times.ts'
import { hasChanged } from '#platform/db/changed-rows.ts'
import type { Database } from '#platform/db/client.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import type { Cursor } from '#platform/http/pagination.ts'
import { joinedColumns } from '#platform/identity/people.ts'

/** A pass as its holder or buyer sees it. */
export type OwnPass = Awaited<ReturnType<typeof listOwnPasses>>[number]

/** The door of the last admission with the pass. */
const usedDoor = sql<string | null>`(
  select doors.name from admissions left join doors on doors.id = admissions.door_id
  where admissions.pass_id = passes.id and admissions.undone_at is null
  order by case when admissions.remark = 'double' then 1 else 0 end, admissions.admitted_at desc, admissions.id desc limit 1)`

/** Null if the door is no longer stored. */
export async function findUsedDoor(ctx: Context, id: number): Promise<string | null> {
  const found = await ctx.db.selectFrom('passes').select(usedDoor.as('door')).where('id', '=', id).executeTakeFirst()
  return found?.door ?? null
}

const passes = (db: Database) =>
  db
    .selectFrom('passes')
    .innerJoin('booked_places', 'booked_places.id', 'passes.place_id')
    .innerJoin('bookings', 'bookings.id', 'booked_places.booking_id')
    .innerJoin('events', 'events.id', 'passes.event_id')
    .innerJoin('accounts as holder', 'holder.id', 'passes.holder_id')
    .innerJoin('accounts as buyer', 'buyer.id', 'bookings.account_id')
    .leftJoin('event_types', 'event_types.id', 'booked_places.type_id')
    .select([
      'passes.id',
      'passes.event_id',
      'passes.short_code',
      'passes.generation',
      'passes.used_at',
      'passes.cancelled_at',
      usedDoor.as('used_door'),
      'booked_places.position',
      'bookings.places',
      'event_types.name as type_name',
      'events.title',
      'events.location',
      'events.starts_at',
      'events.ends_at',
      'events.host_id',
      'events.visibility',
      'events.cancelled_at as event_cancelled_at',
      'holder.id as holder_id',
      ...joinedColumns('holder'),
      'buyer.id as buyer_id',
      ...joinedColumns('buyer'),
    ])

const byId = compiledOnce((db, { id, account }: { id: number; account: number }) =>
  passes(db)
    .where('passes.id', '=', id)
    .where((eb) => eb.or([eb('passes.holder_id', '=', account), eb('bookings.account_id', '=', account)])),
)

/** Held or bought by the account. */
export async function findOwnPass(ctx: Context, account: number, id: number): Promise<OwnPass | undefined> {
  const [pass] = await byId(ctx.db, { id, account }, {})
  return pass
}

/** Somebody's passes at an event for places that others have booked. */
export const listHandedTo = (ctx: Context, account: number, { id: event_id, ...times }: Times & { id: number }) =>
  passes(ctx.db)
    .where('passes.event_id', '=', event_id)
    .where('passes.holder_id', '=', account)
    .where('bookings.account_id', '<>', account)
    .where('passes.cancelled_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('passes.used_at', 'is', null),
        eb('passes.used_at', '<', admissionSpan(ctx, times, ctx.clock.now()).from),
      ]),
    )
    .execute()

/** The same at all events that are not over, next event first. */
export function listHanded(ctx: Context, account: number, most: number, after?: Cursor) {
  let rows = passes(ctx.db)
    .where('passes.holder_id', '=', account)
    .where('bookings.account_id', '<>', account)
    .where('passes.cancelled_at', 'is', null)
    .where('events.ends_at', '>', ctx.clock.now())
  if (after) {
    const [at, id] = after as [number, number]
    rows = rows.where(sql<boolean>`(events.starts_at, passes.id) > (${at}, ${id})`)
  }
  return rows.orderBy('events.starts_at').orderBy('passes.id').limit(most).execute()
}

interface Move {
  from: number
  to: number
  short_code: string
  /** If it was used before this time it may still be moved. */
  used_before: number
}

/** Earlier codes and short codes become invalid. @returns false if the pass was used, cancelled or moved meanwhile */
export const movePass = (ctx: Context, id: number, { from, to, short_code, used_before }: Move): Promise<boolean> =>
  hasChanged(
    ctx.db
      .updateTable('passes')
      .set(({ eb }) => ({
        holder_id: to,
        short_code,
        generation: eb('generation', '+', 1),
        ...{ tag: null, session_id: null, shown_at: null },
      }))
      .where('id', '=', id)
      .where('holder_id', '=', from)
      .where('generation', '<', 65_535)
      .where((eb) => eb.or([eb('used_at', 'is', null), eb('used_at', '<', used_before)]))
      .where('cancelled_at', 'is', null),
  )

interface Which {
  event_id?: number | undefined
  /** Of events that are over, instead of those that are not. */
  past?: boolean
  after: number
  most: number
}

/** Held or bought by the account, by id; without cancelled ones. */
export function listOwnPasses(ctx: Context, account: number, { event_id, past = false, after, most }: Which) {
  const at = event_id === undefined ? sql`` : sql`and event_id = ${event_id}`
  const own = sql<number>`(
    select id from passes where holder_id = ${account} ${at}
    union select passes.id from (select id from bookings where account_id = ${account} ${at}) as bookings
      join booked_places on booked_places.booking_id = bookings.id
      join passes on passes.place_id = booked_places.id)`
  const query = passes(ctx.db)
    .where('passes.id', 'in', own)
    .where('passes.cancelled_at', 'is', null)
    .where('passes.id', '>', after)
    .orderBy('passes.id')
    .limit(most)
  // Already filtered above: with this condition SQLite would scan all passes of the event.
  if (event_id !== undefined) return query.execute()
  return query.where('events.ends_at', past ? '<=' : '>', ctx.clock.now()).execute()
}
