import type { Context } from '#context'
import { latestPlausible } from '#lib/clock-skew.ts'

export interface Escalated {
  id: number
  customer_id: number
  assistant_id: number | null
}

/** The columns that say whether a ticket is escalated: the time, and the rank that lists are ordered by. */
export const escalationColumns = (escalated_at: number | null) => ({
  escalated_at,
  queue_rank: escalated_at === null ? 1 : 0,
})

/** Tickets that were opened while the clock was ahead begin to wait now; nobody knows for how long they have. */
export async function resetFutureOpenings(ctx: Context, priority: number): Promise<void> {
  const now = ctx.clock.now()
  await ctx.db
    .updateTable('tickets')
    .set({ open_since: now })
    .where('closed_at', 'is', null)
    .where('escalated_at', 'is', null)
    .where('priority', '=', priority)
    .where('open_since', '>', latestPlausible(now))
    .execute()
}

/** Marks up to `count` tickets of a priority that were open before `before`, each once whoever else sweeps. */
export function escalateOpenBefore(
  ctx: Context,
  priority: number,
  before: number,
  count: number,
): Promise<Escalated[]> {
  const late = ctx.db
    .selectFrom('tickets')
    .select('id')
    .where('closed_at', 'is', null)
    .where('escalated_at', 'is', null)
    .where('priority', '=', priority)
    .where('open_since', '<', before)
    .orderBy('open_since')
    .orderBy('id')
    .limit(count)
  return ctx.db
    .updateTable('tickets')
    .set(escalationColumns(ctx.clock.now()))
    .where('id', 'in', late)
    .where('closed_at', 'is', null)
    .where('escalated_at', 'is', null)
    .returning(['id', 'customer_id', 'assistant_id'])
    .execute()
}
