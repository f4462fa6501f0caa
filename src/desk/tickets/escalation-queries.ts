import type { Context } from '#context'
import { latestPlausible } from '#lib/clock-skew.ts'

export interface Escalated {
  id: number
  customer_id: number
  assistant_id: number | null
}

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
    .set({ escalated_at: ctx.clock.now(), queue_rank: 0 })
    .where('id', 'in', late)
    .where('closed_at', 'is', null)
    .where('escalated_at', 'is', null)
    .returning(['id', 'customer_id', 'assistant_id'])
    .execute()
}
