import type { Context } from '../context.ts'

/**
 * What an account did, and what was done to it, oldest first. Failed logins are told of apart, to whom they may be:
 * others may name the same address until it is confirmed.
 */
export const allEntriesOf = (ctx: Context, accountId: number) =>
  ctx.db
    .selectFrom('audit_entries')
    .select(['at', 'actor_id', 'action', 'entity', 'entity_id', 'address'])
    .where(({ and, eb, or }) =>
      or([eb('actor_id', '=', accountId), and([eb('entity', '=', 'account'), eb('entity_id', '=', accountId)])]),
    )
    .where('action', '!=', 'login_failed')
    .orderBy('id')
    .execute()
