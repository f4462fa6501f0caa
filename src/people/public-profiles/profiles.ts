import type { Context } from '#context'
import { notFound } from '#errors'
import { type Account, findAccountByUsername } from '#platform/identity/account-queries.ts'

/** "Kim Lee"; empty if neither is given. */
export const fullNameOf = ({ first_name, last_name }: Pick<Account, 'first_name' | 'last_name'>) =>
  [first_name, last_name].filter(Boolean).join(' ')

/** Null for people without a public profile. */
export const profileAddress = ({ username, suspended_at, deleted_at }: Account) =>
  suspended_at === null && deleted_at === null ? `/people/${username}` : null

/** @throws not-found for an unknown name, and for suspended or erased people */
export async function getPublicAccount(ctx: Context, username: string): Promise<Account> {
  const account = await findAccountByUsername(ctx, username)
  if (!account || profileAddress(account) === null) throw notFound('person')
  return account
}
