import type { Context } from '#context'
import { appendAuditEntry } from '#platform/audit/audit.ts'
import type { Action, Fact } from '../action.ts'

/** Every fact is in the log, with what was before and after where the action says so. */
export async function writeAuditEntries<F extends Fact>(
  ctx: Context,
  action: Action<F>,
  facts: F[],
  now: number,
): Promise<void> {
  for (const fact of facts)
    await appendAuditEntry(ctx, {
      at: now,
      actor_id: fact.actor_id,
      action: action.name,
      entity: action.entity,
      entity_id: action.entityId?.(fact) ?? null,
      before: action.before?.(fact),
      after: action.after?.(fact),
    })
}
