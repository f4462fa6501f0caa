import { recordAudit } from '../audit/audit.ts'
import type { Context } from '../context.ts'
import { withTransaction } from '../db/transaction.ts'
import type { FailureReason } from './failure-reasons.ts'
import { insertFailedLogin, keyOf } from './queries.ts'

/** Keeps for the admins who tried to get in and could not: never what was typed as a password. */
export async function recordFailedLogin(
  ctx: Context,
  name: string,
  account_id: number | null,
  reason: FailureReason,
): Promise<void> {
  const name_tried = name.slice(0, 100)
  const { address = null, user_agent = null } = ctx.client ?? {}
  await withTransaction(ctx, async (ctx) => {
    await insertFailedLogin(ctx, {
      at: ctx.clock.now(),
      name_tried,
      name_key: keyOf(name_tried),
      account_id,
      reason,
      address,
      user_agent,
    })
    // Without the name that was tried: it may be a password, and would stay for ever.
    const entry = { action: 'login_failed', entity: 'account', entity_id: account_id } as const
    await recordAudit(ctx, { actor_id: null, ...entry, after: { reason } })
  })
}
