import type { Context } from '#context'
import { hasChanged } from '#platform/db/changed-rows.ts'

export async function addSchedule(ctx: Context, name: string, every: number, next_at: number): Promise<void> {
  await ctx.db
    .insertInto('schedules')
    .values({ name, every, next_at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ every }))
    .execute()
}

/** Also those whose turn is further away than it can be: the clock was ahead when it was set. */
export const findDueSchedules = (ctx: Context, now: number) =>
  ctx.db
    .selectFrom('schedules')
    .selectAll()
    .where(({ eb, or }) => or([eb('next_at', '<=', now), eb('next_at', '>', eb(eb.val(now), '+', eb.ref('every')))]))
    .execute()

/** @returns false when another process was first */
export const takeTurn = (ctx: Context, name: string, turn: number, next_at: number): Promise<boolean> =>
  hasChanged(ctx.db.updateTable('schedules').set({ next_at }).where('name', '=', name).where('next_at', '=', turn))
