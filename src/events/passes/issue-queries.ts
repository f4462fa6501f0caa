import { sql } from 'kysely'
import type { Context } from '#context'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { lockingRows } from '#platform/db/dialect.ts'

export interface NewPass {
  place_id: number
  type_number: number
  public_id: string
  short_code: string
}

const inserted = compiledOnce(
  (
    db,
    values: { event_id: number; holder_id: number } & Record<string, number | string>,
    { count }: { count: number },
  ) =>
    db
      .insertInto('passes')
      .values(
        Array.from({ length: count }, (_, n) => ({
          place_id: values[`place_${n}`] as number,
          event_id: values.event_id,
          holder_id: values.holder_id,
          public_id: values[`public_${n}`] as string,
          short_code: values[`short_${n}`] as string,
          generation: sql.lit(1),
          type_number: values[`type_${n}`] as number,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .returning(['id', 'place_id']),
)

/** @returns the passes that were inserted: one whose short code the event already has is skipped */
export function insertPasses(ctx: Context, owner: { event_id: number; holder_id: number }, passes: NewPass[]) {
  const values = passes.flatMap(({ place_id, type_number, public_id, short_code }, n) => [
    [`place_${n}`, place_id],
    [`type_${n}`, type_number],
    [`public_${n}`, public_id],
    [`short_${n}`, short_code],
  ])
  return inserted(ctx.db, { ...owner, ...Object.fromEntries(values) }, { count: passes.length })
}

const placesOf = (ctx: Context, bookingId: number) =>
  ctx.db.selectFrom('booked_places').select('id').where('booking_id', '=', bookingId)

/** Passes used since a time stay valid. @returns the holders */
export async function cancelPassesOf(
  ctx: Context,
  bookingId: number,
  { cancelled_at, since }: { cancelled_at: number; since: number },
): Promise<number[]> {
  const rows = await ctx.db
    .updateTable('passes')
    .set({ cancelled_at })
    .where('place_id', 'in', placesOf(ctx, bookingId))
    .where((eb) => eb.or([eb('used_at', 'is', null), eb('used_at', '<', since)]))
    .where('cancelled_at', 'is', null)
    .returning('holder_id')
    .execute()
  return rows.map(({ holder_id }) => holder_id)
}

/** Locks the passes of a booking, so that until the transaction ends nobody is admitted with them and no admission is undone. */
export const lockPassesOf = (ctx: Context, bookingId: number) =>
  ctx.db
    .selectFrom('passes')
    .select(['place_id', 'used_at'])
    .where('place_id', 'in', placesOf(ctx, bookingId))
    .$call(lockingRows(ctx.db))
    .execute()
