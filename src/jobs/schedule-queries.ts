import type { Context } from '../context.ts'

export async function addSchedule(ctx: Context, name: string, every: number, next_at: number): Promise<void> {
  await ctx.db
    .insertInto('schedules')
    .values({ name, every, next_at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ every }))
    .execute()
}

export const findDueSchedules = (ctx: Context, now: number) =>
  ctx.db.selectFrom('schedules').selectAll().where('next_at', '<=', now).execute()

/** @returns false when another process was first */
export async function takeTurn(ctx: Context, name: string, turn: number, next_at: number): Promise<boolean> {
  const result = await ctx.db
    .updateTable('schedules')
    .set({ next_at })
    .where('name', '=', name)
    .where('next_at', '=', turn)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
