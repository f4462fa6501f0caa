import type { Context } from '#context'
import { appendEntries } from '#platform/audit/append.ts'
import type { Action, Fact } from '../action.ts'

/** Writes every fact to the log, with the values before and after if the action gives them. */
export function writeAuditEntries<F extends Fact>(
  ctx: Context,
  action: Action<F>,
  facts: F[],
  now: number,
): Promise<void> {
  const entries = facts.map((fact) => ({
    at: now,
    actor_id: fact.actor_id,
    action: action.name,
    entity: action.entity,
    entity_id: action.entityId?.(fact) ?? null,
    before: action.before?.(fact),
    after: action.after?.(fact),
  }))
  return appendEntries(ctx, entries)
}
