import type { Context } from '#context'
import { conflict, forbidden } from '#errors'
import type { Account } from '#platform/identity/account-queries.ts'
import { lockAccount } from './revocation-queries.ts'

type ReadBefore = Pick<Account, 'id' | 'credentials_version'>

/**
 * Locks an account that was read before something slow, such as checking a password: what was proven then counts only
 * if nothing was revoked since. To be called first in the transaction that adds a session or another credential.
 *
 * @throws conflict when credentials were revoked in the meantime, or the account was suspended or deleted
 */
export async function lockUnrevoked(ctx: Context, { id, credentials_version }: ReadBefore): Promise<Account> {
  const account = await lockUsable(ctx, id)
  if (account.credentials_version === credentials_version) return account
  throw revoked()
}

/**
 * The same for what only an admin may make, and what ends with the admin: nothing is made behind that end.
 *
 * @throws forbidden when the account is no admin's any more
 */
export async function lockAdmin(ctx: Context, read: ReadBefore): Promise<void> {
  const { account_type } = await lockUnrevoked(ctx, read)
  if (account_type !== 'admin') throw forbidden('admins_only', 'Only admins can do this.')
}

/**
 * Locks an account whose person is about to change what is kept of them: nothing is written of one who is erased.
 *
 * @throws conflict when the account was suspended or deleted in the meantime
 */
export async function lockUsable(ctx: Context, id: number): Promise<Account> {
  const account = await lockAccount(ctx, id)
  if (account && isUsable(account)) return account
  throw revoked()
}

const revoked = () => conflict('revoked', 'This account was changed just now. Log in again.')

/** A suspended or deleted account can do nothing, whatever is proven of it. */
export const isUsable = ({ suspended_at, deleted_at }: Pick<Account, 'suspended_at' | 'deleted_at'>): boolean =>
  suspended_at === null && deleted_at === null
