import { sql } from 'kysely'
import type { Context } from '#context'
import type { Booking } from './queries.ts'

/** Places by their ids, each with its booking. */
export const findPlaces = (ctx: Context, ids: number[]) =>
  ctx.db
    .selectFrom('booked_places')
    .innerJoin('bookings', 'bookings.id', 'booked_places.booking_id')
    .select(['booked_places.id', 'booked_places.booking_id'])
    .select(['bookings.event_id', 'bookings.account_id', 'bookings.cancelled_at'])
    .where('booked_places.id', 'in', ids)
    .execute()

/** Inserts a booking with the person, time and payment of another; its places are moved to it next. @returns its id */
export async function insertPart(
  ctx: Context,
  { event_id, account_id, request_hash, booked_at, paid_at }: Booking,
  own: Pick<Booking, 'purchase_id' | 'places'>,
): Promise<number> {
  const { id } = await ctx.db
    .insertInto('bookings')
    .values({ event_id, account_id, request_hash, booked_at, paid_at, ...own })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

interface Move {
  from: number
  to: number
  places: number[]
}

/** Moves places to another booking; those of both are numbered from 0 again. */
export async function movePlaces(ctx: Context, { from, to, places }: Move): Promise<void> {
  const { db } = ctx
  await db.updateTable('booked_places').set({ booking_id: to }).where('id', 'in', places).execute()
  await db
    .updateTable('bookings')
    .set((eb) => ({ places: eb('places', '-', places.length) }))
    .where('id', '=', from)
    .execute()
  // By their ids, which are in the order of their numbers: these change while SQLite counts.
  await db
    .updateTable('booked_places')
    .set({
      position: sql`(select count(*) from booked_places as earlier
        where earlier.booking_id = booked_places.booking_id and earlier.id < booked_places.id)`,
    })
    .where('booking_id', 'in', [from, to])
    .execute()
}
