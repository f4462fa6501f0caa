import type { Context } from '#context'
import { notFound } from '#errors'
import { type Account, findAccountByUsername } from '#platform/identity/account-queries.ts'

/** @throws not-found for a name that nobody has, and for people who are suspended or erased */
export async function getPublicAccount(ctx: Context, username: string): Promise<Account> {
  const account = await findAccountByUsername(ctx, username)
  if (!account || account.suspended_at !== null) throw notFound('person')
  return account
}
