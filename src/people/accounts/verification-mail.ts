import { z } from 'zod'
import type { Context } from '#context'
import { addressKey } from '#lib/ip-address.ts'
import { type Account, keyOf } from '#platform/identity/account-queries.ts'
import { declareJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { consumeQuietly } from '#platform/limits/rate-limit.ts'
import { addressToConfirm } from './address-ownership.ts'
import { limits } from './limits.ts'

/** An account and its version when a mail was requested; after a revocation the mail is not sent. */
const mailRequest = z.object({ id: z.int(), version: z.int() })
export type MailRequest = z.output<typeof mailRequest>

type Versioned = Pick<Account, 'id' | 'credentials_version'>

const asOfNow = ({ id, credentials_version }: Versioned): MailRequest => ({ id, version: credentials_version })

const noticeFields = z.object({
  account_id: z.int(),
  to: z.string(),
  subject: z.string(),
  sentence: z.string(),
  at: z.number(),
})
export type Notice = z.output<typeof noticeFields>

// Implemented in `#people/email-links`, which imports accounts.

/** Jobs from before there were versions have none. */
export const verifyEmailJob = declareJob('verify_email', z.object({ account_id: z.int(), version: z.int().default(0) }))
export const confirmationLinksJob = declareJob('confirmation_links', z.object({ accounts: z.array(mailRequest) }))
/** Jobs of an earlier version have a name instead of accounts; nothing is sent for them. */
export const resetPasswordJob = declareJob('reset_password', z.object({ accounts: z.array(mailRequest).default([]) }))
export const noticeJob = declareJob('notice', noticeFields)

/** Somebody is waiting for these mails, or must know at once that their account is in danger. */
const urgent = { priority: 'urgent' } as const

/**
 * Sends a link to the address that the account has yet to confirm. Anybody can create accounts with somebody else's
 * address: therefore one network can cause only a few mails to an address; further ones are silently dropped. The
 * owner, in another network, still gets theirs.
 */
export async function requestConfirmation(ctx: Context, account: Account): Promise<void> {
  const to = addressToConfirm(account)
  if (!to) return
  const from = ctx.client?.address && addressKey(ctx.client.address)
  if (from && !(await consumeQuietly(ctx, limits.mailToAddress, `${from} ${keyOf(to)}`))) return
  const { id, credentials_version } = account
  const payload = { account_id: id, ...(credentials_version > 0 && { version: credentials_version }) }
  await enqueue(ctx, verifyEmailJob, payload, urgent)
}

/** The same for accounts with one address: one mail with a link for each. */
export const requestConfirmations = (ctx: Context, accounts: Versioned[]) =>
  enqueue(ctx, confirmationLinksJob, { accounts: accounts.map(asOfNow) }, urgent)

/** Mails a link for a new password for each account; for none nothing, after the same work. */
export const requestReset = (ctx: Context, accounts: Versioned[]) =>
  enqueue(ctx, resetPasswordJob, { accounts: accounts.map(asOfNow) }, urgent)

/** Mails somebody that their account has changed, if it has an address. */
export async function notifyByMail(ctx: Context, account_id: number, to: string, subject: string, sentence: string) {
  if (to !== '') await enqueue(ctx, noticeJob, { account_id, to, subject, sentence, at: ctx.clock.now() }, urgent)
}
