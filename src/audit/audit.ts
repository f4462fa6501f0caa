import type { Context } from '../context.ts'
import { insertAuditEntry } from './queries.ts'

export interface AuditEntry {
  /** Null for the shell and for people not known yet. */
  actor_id: number | null
  action: string
  entity: 'account' | 'session' | 'ticket' | 'message'
  entity_id: number | null
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}

/** Records who did what, in the transaction of what was done. Never give it a secret. */
export async function recordAudit(ctx: Context, entry: AuditEntry): Promise<void> {
  const { before, after, ...rest } = entry
  await insertAuditEntry(ctx, {
    ...rest,
    at: ctx.clock.now(),
    address: ctx.client?.address ?? null,
    before: before ? JSON.stringify(before) : null,
    after: after ? JSON.stringify(after) : null,
  })
}
