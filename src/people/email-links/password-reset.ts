import type { Context } from '#context'
import { isUsable } from '#people/accounts/account-lock.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { takeAddress } from '#people/accounts/address-ownership.ts'
import { limits } from '#people/accounts/limits.ts'
import { notifyOfNewPassword } from '#people/accounts/notices.ts'
import { hashPassword } from '#people/accounts/passwords.ts'
import { revokeCredentials } from '#people/accounts/revocation.ts'
import { deletePasskeysOfBefore, lockForAddress } from '#people/accounts/revocation-queries.ts'
import { requestReset } from '#people/accounts/verification-mail.ts'
import { refuseWeakPassword } from '#people/accounts/weak-passwords.ts'
import { rememberAddress } from '#people/sessions/known-addresses.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { type Account, keyOf, updateAccount } from '#platform/identity/account-queries.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { passwordResetByLink } from './activity.ts'
import { accountsToMail } from './mail-limits.ts'
import { findLink, useLink } from './one-time-tokens.ts'
import type { LinkToken } from './token-queries.ts'
import { refuseLink } from './verification.ts'

/** Does the same work and answers the same whether or not there is such an account. */
export async function requestPasswordReset(ctx: Context, name: string): Promise<void> {
  await requestReset(ctx, await accountsToMail(ctx, name, 'reset_password'))
}

/** Sets a new password with a link, and ends all sessions. Two-factor login of a confirmed account stays on. */
export async function resetPassword(ctx: Context, token: string, new_password: string): Promise<void> {
  const link = await findLink(ctx, 'reset_password', token)
  if (!link) return refuseLink(ctx)
  await consume(ctx, limits.links, `of account ${link.account_id}`)
  await refuseWeakPassword(ctx, new_password, await getAccount(ctx, link.account_id), 'new_password')
  const password_hash = await hashPassword(ctx.config, new_password)
  if (!(await withTransaction(ctx, (ctx) => useResetLink(ctx, link, password_hash)))) await refuseLink(ctx)
}

const changedByLink =
  'The password of your account was changed by a link. Its API tokens, its calendar feed, and passkeys from before its address was confirmed no longer work.'

/** @returns false if the link is no longer valid */
async function useResetLink(ctx: Context, link: LinkToken, password_hash: string): Promise<boolean> {
  const account = await lockForAddress(ctx, link.account_id, link.email)
  if (!account || !isUsable(account) || !(await useLink(ctx, link))) return false
  if (link.email !== '' && keyOf(link.email) !== account.email_key) return false
  if (!(await takeOver(ctx, account, link))) return false
  await updateAccount(ctx, account.id, { password_hash })
  await record(ctx, passwordResetByLink, { actor_id: account.id })
  await notifyOfNewPassword(ctx, account, changedByLink)
  // Forgets known addresses: an attacker there could otherwise keep the owner out by guessing.
  await rememberAddress(ctx, await getAccount(ctx, account.id))
  return true
}

/**
 * Somebody who could use a mailed link reads mail at that address, and therefore owns the account. Passkeys from before
 * the address was confirmed may be of somebody else, who gave it for their own account.
 *
 * @returns false if the address is another account's
 */
async function takeOver(ctx: Context, account: Account, link: LinkToken): Promise<boolean> {
  const confirmed = account.email_verified_at !== null
  const byMail = link.email !== ''
  if (!confirmed && byMail && !(await takeAddress(ctx, account, account.email, account.id))) return false
  if (byMail && account.email_verified_at !== null)
    await deletePasskeysOfBefore(ctx, account.id, account.email_verified_at)
  await revokeCredentials(ctx, account.id, confirmed || byMail ? 'password_reset' : 'unconfirmed_password_reset')
  return true
}
