import { sql } from 'kysely'
import type { Context } from '#context'
import { latestPlausible } from '#lib/clock-skew.ts'
import { skippingLocked } from '#platform/db/dialect.ts'
import { idsIn, participantIds } from './participant-queries.ts'

export interface Escalated {
  id: number
  customer_id: number
  assistant_id: number | null
  participant_ids: number[]
}

/** The columns for the escalation: its time, and the rank by which lists are sorted. */
export const escalationColumns = (escalated_at: number | null) => ({
  escalated_at,
  queue_rank: escalated_at === null ? 1 : 0,
})

/** The column from which a ticket's time is counted. */
export type Since = 'open_since' | 'waits_since'

/** Literals, here and below, so that the partial indexes are used. */
const unmarked = (ctx: Context, since: Since) => {
  const tickets = ctx.db
    .selectFrom('tickets')
    .select('id')
    .where('closed_at', 'is', null)
    .where('escalated_at', 'is', null)
  return since === 'open_since' ? tickets : tickets.where('waiting_on', '=', sql.lit('staff'))
}

/** Tickets that began to wait while the clock was ahead begin now, as the true time is unknown. */
export async function resetFutureStarts(ctx: Context, priority: number, since: Since): Promise<void> {
  const now = ctx.clock.now()
  const ahead = unmarked(ctx, since).where('priority', '=', priority).where(since, '>', latestPlausible(now))
  await ctx.db
    .updateTable('tickets')
    .set({ [since]: now })
    .where('id', 'in', ahead)
    .execute()
}

/**
 * Escalates up to `count` tickets of a priority whose time began before `before`; each once, even with concurrent runs.
 * Skips locked tickets until the next run: they may just be answered.
 */
export async function escalateBefore(
  ctx: Context,
  priority: number,
  since: Since,
  before: number,
  count: number,
): Promise<Escalated[]> {
  const late = unmarked(ctx, since)
    .where('priority', '=', priority)
    .where(since, '<', before)
    .orderBy(since)
    .orderBy('id')
    .limit(count)
    .$call(skippingLocked(ctx.db))
  const rows = await ctx.db
    .updateTable('tickets')
    .set(escalationColumns(ctx.clock.now()))
    .where('id', 'in', late)
    .where('closed_at', 'is', null)
    .where('escalated_at', 'is', null)
    .returning(['id', 'customer_id', 'assistant_id', participantIds(ctx.db).as('participant_ids')])
    .execute()
  return rows.map((row) => ({ ...row, participant_ids: idsIn(row.participant_ids) }))
}

const marked = (ctx: Context) =>
  ctx.db.selectFrom('tickets').select('id').where('closed_at', 'is', null).where('queue_rank', '=', sql.lit(0))

/** Removes the escalation of up to `count` tickets that wait for their customers. */
export const unmarkAnswered = (ctx: Context, count: number): Promise<Escalated[]> =>
  unmark(ctx, marked(ctx).where('waiting_on', '=', sql.lit('customer')).limit(count))

/** The same for tickets of a priority whose time began at or after `before`. */
export const unmarkEarly = (ctx: Context, priority: number, since: Since, before: number, count: number) =>
  unmark(ctx, marked(ctx).where('priority', '=', priority).where(since, '>=', before).limit(count))

async function unmark(ctx: Context, query: ReturnType<typeof marked>): Promise<Escalated[]> {
  const rows = await ctx.db
    .updateTable('tickets')
    .set(escalationColumns(null))
    .where('id', 'in', query.$call(skippingLocked(ctx.db)))
    .where('escalated_at', 'is not', null)
    .returning(['id', 'customer_id', 'assistant_id', participantIds(ctx.db).as('participant_ids')])
    .execute()
  return rows.map((row) => ({ ...row, participant_ids: idsIn(row.participant_ids) }))
}
