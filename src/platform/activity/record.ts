import type { Context } from '#context'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Action, Fact, Recorded } from './action.ts'
import { writeAuditEntries } from './readers/audit.ts'
import { publishTopics } from './readers/live.ts'
import { writeNotifications } from './readers/notifications.ts'
import { writeSystemLines } from './readers/system-lines.ts'

/**
 * Records that something happened, in the transaction of the change. Only by this does a change reach the audit log,
 * the conversation, notifications and open pages.
 *
 * @param now the time of the change, UNIX milliseconds
 * @returns the id of the System line, or null if the action has none
 */
export async function record<F extends Fact>(
  ctx: Context,
  action: Action<F>,
  fact: F,
  now = ctx.clock.now(),
): Promise<number | null> {
  const [line_id = null] = await recordAll(ctx, action, [fact], now)
  return line_id
}

/** Like `record` for many facts of one kind: each reader writes all of them with one statement. */
export async function recordAll<F extends Fact>(
  ctx: Context,
  action: Action<F>,
  facts: F[],
  now = ctx.clock.now(),
): Promise<(number | null)[]> {
  if (facts.length === 0) return []
  return withTransaction(ctx, async (ctx) => {
    const line_ids = await writeSystemLines(ctx, action, facts, now)
    const recorded = facts.map((fact, n): Recorded<F> => ({ fact, line_id: line_ids[n] ?? null }))
    await writeAuditEntries(ctx, action, facts, now)
    await writeNotifications(ctx, action, recorded, now)
    publishTopics(ctx, action, facts)
    return recorded.map(({ line_id }) => line_id)
  })
}
