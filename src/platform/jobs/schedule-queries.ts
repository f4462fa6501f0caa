import type { Context } from '#context'
import { hasChanged } from '#platform/db/changed-rows.ts'

export async function addSchedule(ctx: Context, name: string, every: number, next_at: number): Promise<void> {
  await ctx.db
    .insertInto('schedules')
    .values({ name, every, next_at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ every }))
    .execute()
}

/** Includes those due later than their interval allows: they were set while the clock was ahead. */
export const findDueSchedules = (ctx: Context, now: number) =>
  ctx.db
    .selectFrom('schedules')
    .selectAll()
    .where(({ eb, or }) => or([eb('next_at', '<=', now), eb('next_at', '>', eb(eb.val(now), '+', eb.ref('every')))]))
    .execute()

/** @returns false if another process was first */
export const takeTurn = (ctx: Context, name: string, turn: number, next_at: number): Promise<boolean> =>
  hasChanged(ctx.db.updateTable('schedules').set({ next_at }).where('name', '=', name).where('next_at', '=', turn))
