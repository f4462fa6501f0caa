import type { Context } from '#context'
import { conflict, forbidden } from '#errors'
import type { Account } from '#platform/identity/account-queries.ts'
import { lockAccount } from './revocation-queries.ts'

type ReadBefore = Pick<Account, 'id' | 'credentials_version'>

/**
 * Locks an account that was read before something slow, such as checking a password: the proof counts only if no
 * credentials were revoked since. Called first in the transaction that adds a session or another credential.
 *
 * @throws conflict if credentials were revoked meanwhile, or the account was suspended or deleted
 */
export async function lockUnrevoked(ctx: Context, { id, credentials_version }: ReadBefore): Promise<Account> {
  const account = await lockUsable(ctx, id)
  if (account.credentials_version === credentials_version) return account
  throw revoked()
}

/**
 * The same for what only admins may create: nothing is created after they stop being admins.
 *
 * @throws forbidden if the account is no longer an admin's
 */
export async function lockAdmin(ctx: Context, read: ReadBefore): Promise<void> {
  const { account_type } = await lockUnrevoked(ctx, read)
  if (account_type !== 'admin') throw forbidden('admins_only', 'Only admins can do this.')
}

/**
 * Locks an account whose person changes their data: nothing is written for somebody erased.
 *
 * @throws conflict if the account was suspended or deleted meanwhile
 */
export async function lockUsable(ctx: Context, id: number): Promise<Account> {
  const account = await lockAccount(ctx, id)
  if (account && isUsable(account)) return account
  throw revoked()
}

const revoked = () => conflict('revoked', 'This account was changed just now. Log in again.')

/** A suspended or deleted account can do nothing, even with valid credentials. */
export const isUsable = ({ suspended_at, deleted_at }: Pick<Account, 'suspended_at' | 'deleted_at'>): boolean =>
  suspended_at === null && deleted_at === null
