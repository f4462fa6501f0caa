import type { Context } from '#context'
import { latestPlausible } from '#lib/clock-skew.ts'
import { hasChanged } from '#platform/db/changed-rows.ts'
import type { EventRow } from './queries.ts'

/** Reminders sent while the clock was ahead came on the wrong day: people are reminded again. */
export async function forgetFutureReminders(ctx: Context, from: number, to: number): Promise<void> {
  await ctx.db
    .updateTable('events')
    .set({ reminded_at: null })
    .where('starts_at', '>', from)
    .where('starts_at', '<=', to)
    .where('reminded_at', '>', latestPlausible(ctx.clock.now()))
    .execute()
}

export const listToRemind = (ctx: Context, from: number, to: number, most: number): Promise<EventRow[]> =>
  ctx.db
    .selectFrom('events')
    .selectAll()
    .where('reminded_at', 'is', null)
    .where('starts_at', '>', from)
    .where('starts_at', '<=', to)
    .where('cancelled_at', 'is', null)
    .orderBy('starts_at')
    .limit(most)
    .execute()

/** @returns false if another process was faster, or the event was moved or cancelled meanwhile */
export const markReminded = (
  ctx: Context,
  { id, starts_at }: Pick<EventRow, 'id' | 'starts_at'>,
  reminded_at: number,
): Promise<boolean> =>
  hasChanged(
    ctx.db
      .updateTable('events')
      .set({ reminded_at })
      .where('id', '=', id)
      .where('starts_at', '=', starts_at)
      .where('reminded_at', 'is', null)
      .where('cancelled_at', 'is', null),
  )
