import type { Context } from '#context'
import type { Account } from '#platform/identity/account-queries.ts'
import { enqueue } from '#platform/jobs/jobs.ts'

/** An account as it was when a mail was asked for; once its credentials are revoked the mail is not sent any more. */
export interface AskedFor {
  id: number
  version: number
}

type Asking = Pick<Account, 'id' | 'credentials_version'>

const asOfNow = ({ id, credentials_version }: Asking): AskedFor => ({ id, version: credentials_version })

/** Somebody waits for them, or has to know at once that their account is in danger. */
const urgent = { priority: 'urgent' } as const

/** Has a link sent to the address that the account is to confirm. */
export const requestConfirmation = (ctx: Context, { id, credentials_version }: Asking) =>
  enqueue(
    ctx,
    'verify_email',
    { account_id: id, ...(credentials_version > 0 && { version: credentials_version }) },
    urgent,
  )

/** The same for accounts that claim one address: one mail with a link for each. */
export const requestConfirmations = (ctx: Context, accounts: Asking[]) =>
  enqueue(ctx, 'confirmation_links', { accounts: accounts.map(asOfNow) }, urgent)

/** Has a mail sent with a link for a new password for each account; none for none, after the same work. */
export const requestReset = (ctx: Context, accounts: Asking[]) =>
  enqueue(ctx, 'reset_password', { accounts: accounts.map(asOfNow) }, urgent)

/** Has somebody told that something about their account has changed, if it has an address. */
export async function notifyByMail(ctx: Context, account_id: number, to: string, subject: string, sentence: string) {
  if (to !== '') await enqueue(ctx, 'notice', { account_id, to, subject, sentence, at: ctx.clock.now() }, urgent)
}
