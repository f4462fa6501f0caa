import type { Context } from '#context'
import { addressKey } from '#lib/ip-address.ts'
import { lockAccount } from '#people/accounts/revocation-queries.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { sessionUnbound } from './activity.ts'
import { deleteSession, type SessionRow } from './session-queries.ts'

/** With SESSION_BINDING a session is only valid in the browser and at the address that started it; on IPv6 in its /64. */
export function isBound(ctx: Context, session: SessionRow): boolean {
  if (!ctx.settings.current.session_binding || !ctx.client) return true
  return keyOf(session.address) === keyOf(ctx.client.address) && session.user_agent === ctx.client.user_agent
}

const keyOf = (address: string | null) => (address === null ? null : addressKey(address))

/** Ends a session that is used elsewhere: its token was stolen. */
export async function endUnbound(ctx: Context, { session_id, id }: SessionRow): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    await lockAccount(ctx, id)
    if (!(await deleteSession(ctx, session_id))) return
    await record(ctx, sessionUnbound, { actor_id: null, account_id: id })
  })
}
