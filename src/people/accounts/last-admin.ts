import type { Context } from '#context'
import { conflict } from '#errors'
import type { Account } from '#platform/identity/account-queries.ts'
import { otherAdminExists } from './admin-queries.ts'
import { lockAccount } from './revocation-queries.ts'

export const isLastAdmin = async (ctx: Context, { id, account_type }: Pick<Account, 'id' | 'account_type'>) =>
  account_type === 'admin' && !(await otherAdminExists(ctx, id))

export const lastAdmin = () => conflict('last_admin', 'This is the last admin: make somebody else an admin first.')

/**
 * Locks an account that is about to be suspended, deleted or given another type, so that nothing is added to it
 * meanwhile. For an admin all admins' rows are locked first, always in the same order.
 *
 * @param read as read before; callers must use the returned row
 * @throws conflict for the last admin, and if its type was changed since it was read
 */
export async function lockLeaving(ctx: Context, read: Account): Promise<Account> {
  if (await isLastAdmin(ctx, read)) throw lastAdmin()
  const account = await lockAccount(ctx, read.id)
  if (account?.account_type === read.account_type) return account
  throw conflict('changed_meanwhile', 'Somebody else changed this account just now; look at it again.')
}
