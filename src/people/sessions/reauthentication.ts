import type { Context } from '#context'
import { recordAudit } from '#platform/audit/audit.ts'
import type { Actor } from '#platform/identity/actor.ts'

export const recordReauthentication = (ctx: Context, { id }: Actor, after: Record<string, string>) =>
  recordAudit(ctx, { actor_id: id, action: 'reauthenticated', entity: 'session', entity_id: null, after })
