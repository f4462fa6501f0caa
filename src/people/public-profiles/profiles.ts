import type { Context } from '#context'
import { notFound } from '#errors'
import { type Account, findAccountByUsername } from '#platform/identity/account-queries.ts'

/** "Kim Lee"; empty for who has given neither. */
export const fullNameOf = ({ first_name, last_name }: Pick<Account, 'first_name' | 'last_name'>) =>
  [first_name, last_name].filter(Boolean).join(' ')

/** Null for people who have none. */
export const profileAddress = ({ username, suspended_at, deleted_at }: Account) =>
  suspended_at === null && deleted_at === null ? `/people/${username}` : null

/** @throws not-found for a name that nobody has, and for people who are suspended or erased */
export async function getPublicAccount(ctx: Context, username: string): Promise<Account> {
  const account = await findAccountByUsername(ctx, username)
  if (!account || profileAddress(account) === null) throw notFound('person')
  return account
}
