import type { Context } from '#context'
import { inPortions } from '#platform/db/portions.ts'
import type { Account } from '#platform/identity/account-queries.ts'

/**
 * Failed logins of an account, oldest first. Others may have the address too until it is confirmed, so tries by address
 * are only shown to its confirmed owner.
 */
export const allFailedLoginsOf = (ctx: Context, { id, email_key, email_verified_at }: Account) =>
  inPortions(500, { id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('failed_logins')
      .select(['id', 'at', 'address', 'reason'])
      .where('account_id', '=', id)
      .where(({ eb, or }) =>
        or([
          eb('name_key', 'not like', '%@%'),
          ...(email_verified_at === null ? [] : [eb('name_key', '=', email_key)]),
        ]),
      )
      .where('id', '>', after.id)
      .orderBy('id')
      .limit(size)
      .execute(),
  )
