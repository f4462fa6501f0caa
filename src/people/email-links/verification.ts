import type { z } from 'zod'
import type { Context } from '#context'
import { conflict, invalidField } from '#errors'
import { readableAddress } from '#lib/email-address.ts'
import { isUsable, lockUnrevoked } from '#people/accounts/account-lock.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { profileChanged } from '#people/accounts/activity.ts'
import { addressToConfirm, takeAddress } from '#people/accounts/address-ownership.ts'
import { limits } from '#people/accounts/limits.ts'
import { countBadLink } from '#people/accounts/refused-attempts.ts'
import { lockForAddress } from '#people/accounts/revocation-queries.ts'
import type { emailChange } from '#people/accounts/schemas.ts'
import { notifyByMail, requestConfirmation, requestConfirmations } from '#people/accounts/verification-mail.ts'
import { confirmPassword } from '#people/sessions/credentials.ts'
import { rememberAddress } from '#people/sessions/known-addresses.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { type Account, updateAccount } from '#platform/identity/account-queries.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { consumeByAddress } from '#platform/limits/rate-limit.ts'
import { mailPromises } from '#platform/mail/promises.ts'
import { emailChangeRequested } from './activity.ts'
import { accountsToMail, consumeOwnMail, refuseWithoutMail } from './mail-limits.ts'
import { findLink, useLink } from './one-time-tokens.ts'
import type { LinkToken } from './token-queries.ts'

/**
 * The new address is used once it is confirmed; the old one is notified at once. Giving the old address again cancels
 * the change.
 */
export async function changeEmail(
  ctx: Context,
  actor: SessionActor,
  input: z.output<typeof emailChange>,
): Promise<Account> {
  const { off, changeRefused } = mailPromises(ctx)
  if (off) throw conflict('mail_off', changeRefused)
  const proven = await confirmPassword(ctx, actor, input.current_password)
  const pending_email = readableAddress(input.email)
  if (pending_email === proven.email && proven.email_verified_at !== null && proven.email_refused_at === null)
    return keepEmail(ctx, proven)
  await consumeOwnMail(ctx, actor.id)
  return withTransaction(ctx, async (ctx) => {
    const given = { pending_email, pending_email_refused_at: null, lost_email: null }
    const account = { ...(await lockUnrevoked(ctx, proven)), ...given }
    await updateAccount(ctx, actor.id, given)
    await requestConfirmation(ctx, account)
    const sentence = `A new email address was given for your account ${account.username}. It will be used once it is confirmed.`
    if (account.email_verified_at !== null)
      await notifyByMail(ctx, actor.id, account.email, 'Somebody asked to change your email address', sentence)
    await record(ctx, emailChangeRequested, { actor_id: actor.id })
    return account
  })
}

/** Drops a pending change: its links stop working. */
async function keepEmail(ctx: Context, proven: Account): Promise<Account> {
  return withTransaction(ctx, async (ctx) => {
    const account = await lockUnrevoked(ctx, proven)
    if (account.pending_email !== null) {
      await updateAccount(ctx, account.id, { pending_email: null })
      await record(ctx, profileChanged, { actor_id: account.id, changed: ['pending_email'] })
    }
    return { ...account, pending_email: null }
  })
}

/** Sends the link again to somebody who is logged in. */
export async function confirmAgain(ctx: Context, actor: SessionActor): Promise<void> {
  refuseWithoutMail(ctx)
  await consumeByAddress(ctx, limits.mailOfAddress)
  await consumeOwnMail(ctx, actor.id)
  await requestConfirmation(ctx, await getAccount(ctx, actor.id))
}

/** The same for people who may not log in before; the answer is the same whether or not the name is known. */
export async function confirmAgainByName(ctx: Context, name: string): Promise<void> {
  const accounts = await accountsToMail(ctx, name, 'verify_email')
  // An account that names one address while another is pending is only found by username.
  const named = accounts.filter(({ pending_email }) => accounts.length === 1 || pending_email === null)
  await requestConfirmations(ctx, named)
}

const invalidLink = 'This link is no longer valid: it works once and for a short time. Ask for a new one.'

/** @throws invalid, or too_many */
export async function refuseLink(ctx: Context): Promise<never> {
  await countBadLink(ctx)
  throw invalidField('token', invalidLink)
}

export interface ConfirmedAddress {
  account_id: number
  /** Whether it is the account's first address: then all its sessions have ended. */
  first: boolean
}

/** @throws invalid if the link is unknown, was used or has expired */
export async function confirmEmail(ctx: Context, token: string): Promise<ConfirmedAddress> {
  const link = await findLink(ctx, 'verify_email', token)
  const event = link && (await withTransaction(ctx, (ctx) => useConfirmationLink(ctx, link)))
  if (!event) return refuseLink(ctx)
  return { account_id: link.account_id, first: event === 'first_address_confirmed' }
}

/** @returns null if the link is no longer valid */
async function useConfirmationLink(ctx: Context, link: LinkToken) {
  const account = await lockForAddress(ctx, link.account_id, link.email)
  if (!account || !isUsable(account) || addressToConfirm(account) !== link.email) return null
  const event = (await useLink(ctx, link)) ? await takeAddress(ctx, account, link.email, account.id) : null
  if (event) await rememberAddress(ctx, await getAccount(ctx, account.id))
  return event
}
