import { z } from 'zod'
import type { Context } from '#context'
import { addressKey } from '#platform/http/client-address.ts'
import { consumeQuietly } from '#platform/http/rate-limit.ts'
import { type Account, keyOf } from '#platform/identity/account-queries.ts'
import { declareJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { addressToConfirm } from './address-ownership.ts'
import { limits } from './limits.ts'

/** An account as it was when a mail was asked for; once its credentials are revoked the mail is not sent any more. */
const askedFor = z.object({ id: z.int(), version: z.int() })
export type AskedFor = z.output<typeof askedFor>

type Asking = Pick<Account, 'id' | 'credentials_version'>

const asOfNow = ({ id, credentials_version }: Asking): AskedFor => ({ id, version: credentials_version })

const noticeFields = z.object({
  account_id: z.int(),
  to: z.string(),
  subject: z.string(),
  sentence: z.string(),
  at: z.number(),
})
export type Notice = z.output<typeof noticeFields>

// What they do is said in `#people/email-links`, which knows of accounts.

/** One that was stored before there were versions has none. */
export const verifyEmailJob = declareJob('verify_email', z.object({ account_id: z.int(), version: z.int().default(0) }))
export const confirmationLinksJob = declareJob('confirmation_links', z.object({ accounts: z.array(askedFor) }))
/** One of an earlier version has a name in place of the accounts, and nothing comes of it. */
export const resetPasswordJob = declareJob('reset_password', z.object({ accounts: z.array(askedFor).default([]) }))
export const noticeJob = declareJob('notice', noticeFields)

/** Somebody waits for them, or has to know at once that their account is in danger. */
const urgent = { priority: 'urgent' } as const

/**
 * Has a link sent to the address that the account is to confirm. Anybody can make accounts that name somebody else's: from
 * one network so many mails go to an address and no more, and nobody is told. Its owner, elsewhere, still gets theirs.
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

/** The same for accounts that claim one address: one mail with a link for each. */
export const requestConfirmations = (ctx: Context, accounts: Asking[]) =>
  enqueue(ctx, confirmationLinksJob, { accounts: accounts.map(asOfNow) }, urgent)

/** Has a mail sent with a link for a new password for each account; none for none, after the same work. */
export const requestReset = (ctx: Context, accounts: Asking[]) =>
  enqueue(ctx, resetPasswordJob, { accounts: accounts.map(asOfNow) }, urgent)

/** Has somebody told that something about their account has changed, if it has an address. */
export async function notifyByMail(ctx: Context, account_id: number, to: string, subject: string, sentence: string) {
  if (to !== '') await enqueue(ctx, noticeJob, { account_id, to, subject, sentence, at: ctx.clock.now() }, urgent)
}
