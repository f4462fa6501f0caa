import { sql } from 'kysely'
import type { Context } from '#context'
import type { Span } from '#events/events/times.ts'
import { hasChanged } from '#platform/db/changed-rows.ts'
import { lockingRows } from '#platform/db/dialect.ts'

export const findAdmission = (ctx: Context, id: number) =>
  ctx.db
    .selectFrom('admissions')
    .innerJoin('events', 'events.id', 'admissions.event_id')
    .innerJoin('passes', 'passes.id', 'admissions.pass_id')
    .innerJoin('booked_places', 'booked_places.id', 'passes.place_id')
    .innerJoin('bookings', 'bookings.id', 'booked_places.booking_id')
    .select('bookings.account_id as booked_by')
    .select(['admissions.id', 'admissions.event_id', 'admissions.pass_id', 'admissions.door_id', 'events.host_id'])
    .select(['admissions.admitted_at', 'events.starts_at', 'events.ends_at'])
    .where('admissions.id', '=', id)
    .executeTakeFirst()

/** Locks a pass, so that nobody is admitted with it and no other admission is undone until the transaction ends. */
export const lockPass = (ctx: Context, id: number) =>
  ctx.db
    .selectFrom('passes')
    .select('holder_id')
    .where('id', '=', id)
    .$call(lockingRows(ctx.db))
    .executeTakeFirstOrThrow()

/** @returns false if it was undone already */
export const markUndone = (
  ctx: Context,
  id: number,
  undone: { undone_at: number; undone_by: number; undo_reason: string },
): Promise<boolean> =>
  hasChanged(ctx.db.updateTable('admissions').set(undone).where('id', '=', id).where('undone_at', 'is', null))

/** When a pass let somebody in a second time, where that was not undone. */
export async function listSecond(ctx: Context, passId: number): Promise<number[]> {
  const rows = await ctx.db
    .selectFrom('admissions')
    .select('admitted_at')
    .where('pass_id', '=', passId)
    .where('undone_at', 'is', null)
    .where('remark', '=', 'double')
    .execute()
  return rows.map(({ admitted_at }) => admitted_at)
}

/** Once the first admission by a pass in a period is undone, the second becomes the only valid one. */
export async function promoteSecond(ctx: Context, passId: number, { from, to }: Span): Promise<void> {
  const standing = sql`pass_id = ${passId} and undone_at is null and admitted_at >= ${from} and admitted_at < ${to}`
  await sql`
    update admissions set remark = null
    where id = (select min(id) from admissions where ${standing} and remark = 'double')
    and not exists (select 1 from admissions where ${standing} and (remark is null or remark <> 'double'))
  `.execute(ctx.db)
}

/**
 * Leaves a pass used by the last of its admissions that used it: no second one, and none while it was cancelled. If none
 * is left in the period of an undone one, it is usable there again, unless its booking was cancelled meanwhile.
 */
export async function freePass(ctx: Context, id: number, { from, to }: Span): Promise<void> {
  const standing = sql`admissions.pass_id = passes.id and undone_at is null`
  await sql`
    update passes set
      used_at = (select max(admitted_at) from admissions
        where ${standing} and (remark is null or remark not in ('double', 'cancelled'))),
      cancelled_at = case
        when exists (select 1 from admissions where ${standing} and admitted_at >= ${from} and admitted_at < ${to})
        then cancelled_at
        else (select bookings.cancelled_at from booked_places
          join bookings on bookings.id = booked_places.booking_id where booked_places.id = passes.place_id)
      end
    where id = ${id} and used_at is not null
  `.execute(ctx.db)
}
