import { sql } from 'kysely'
import type { Context } from '#context'
import { hasChanged } from '#platform/db/changed-rows.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'

// Counters of places: of an event, and of its ticket types. They include booked places and those held by offers; a
// CHECK constraint keeps them within the capacity.

/** Number of places by ticket type; the key is null if the event has no types. */
export type Places = ReadonlyMap<number | null, number>

export const sumOf = (places: Places) => [...places.values()].reduce((sum, count) => sum + count, 0)

/** @returns whether there were enough; if not, nothing changes */
export async function takeOfEvent(ctx: Context, eventId: number, count: number): Promise<boolean> {
  return (await taken(ctx.db, { id: eventId, count }, {})).length > 0
}

const taken = compiledOnce((db, { id, count }: { id: number; count: number }) =>
  db
    .updateTable('events')
    .set({ places_taken: sql<number>`places_taken + ${count}` })
    .where('id', '=', id)
    .where(sql<boolean>`(capacity is null or places_taken + ${count} <= capacity)`)
    .returning('id'),
)

/** @returns whether there were enough of this type */
export const takeOfType = (ctx: Context, eventId: number, typeId: number, count: number): Promise<boolean> =>
  hasChanged(
    ctx.db
      .updateTable('event_types')
      .set((eb) => ({ places_taken: eb('places_taken', '+', count) }))
      .where('id', '=', typeId)
      .where('event_id', '=', eventId)
      .where(sql<boolean>`(places is null or places_taken + ${count} <= places)`),
  )

export async function giveBack(ctx: Context, eventId: number, places: Places): Promise<void> {
  await ctx.db
    .updateTable('events')
    .set((eb) => ({ places_taken: eb('places_taken', '-', sumOf(places)) }))
    .where('id', '=', eventId)
    .execute()
  for (const [typeId, count] of places) {
    if (typeId === null) continue
    await ctx.db
      .updateTable('event_types')
      .set((eb) => ({ places_taken: eb('places_taken', '-', count) }))
      .where('id', '=', typeId)
      .execute()
  }
}

/** The number of places that somebody has at an event. */
export async function countOwnPlaces(ctx: Context, eventId: number, accountId: number): Promise<number> {
  const { places } = await ctx.db
    .selectFrom('bookings')
    .select(({ fn }) => fn.sum<number>('places').as('places'))
    .where('event_id', '=', eventId)
    .where('account_id', '=', accountId)
    .where('cancelled_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(places ?? 0)
}

export interface Drift {
  event_id: number
  /** Null for the counter of the event itself. */
  type_id: number | null
  counted: number
  found: number
}

/** Counters of events after an id, and of their ticket types, that differ from the sum of booked and held places. */
export async function findDrift(ctx: Context, after: number, size: number): Promise<Drift[]> {
  const { rows } = await sql<Drift>`
    select event_id, type_id, counted, found from (
      select events.id as event_id, cast(null as integer) as type_id, events.places_taken as counted,
        (select coalesce(sum(places), 0) from bookings where event_id = events.id and cancelled_at is null)
        + (select coalesce(sum(places), 0) from waiting_entries
           where event_id = events.id and state = 'offered') as found
      from (select id, places_taken from events where id > ${after} order by id limit ${size}) as events
      union all
      select types.event_id, types.id, types.places_taken,
        (select count(*) from booked_places join bookings on bookings.id = booked_places.booking_id
         where booked_places.type_id = types.id and bookings.cancelled_at is null)
        + (select coalesce(sum(places), 0) from waiting_entries
           where waiting_entries.type_id = types.id and state = 'offered')
      from event_types as types
      where types.event_id in (select id from events where id > ${after} order by id limit ${size})
    ) as counts where counted <> found`.execute(ctx.db)
  return rows.map(({ found, ...drift }) => ({ ...drift, found: Number(found) }))
}

export async function lastIdAfter(ctx: Context, after: number, size: number): Promise<number | null> {
  const rows = await ctx.db
    .selectFrom('events')
    .select('id')
    .where('id', '>', after)
    .orderBy('id')
    .limit(size)
    .execute()
  return rows.at(-1)?.id ?? null
}
