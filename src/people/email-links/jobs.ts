import { z } from 'zod'
import type { Context } from '#context'
import { isUsable } from '#people/accounts/account-lock.ts'
import { addressToConfirm } from '#people/accounts/address-ownership.ts'
import { limits } from '#people/accounts/limits.ts'
import {
  confirmationLinksJob,
  type MailRequest,
  type Notice,
  noticeJob,
  resetPasswordJob,
  verifyEmailJob,
} from '#people/accounts/verification-mail.ts'
import type { TokenPurpose } from '#platform/db/schema.ts'
import { type Account, findAccount, findOwnerOfEmail } from '#platform/identity/account-queries.ts'
import { defineJob, implementJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { consumeQuietly } from '#platform/limits/rate-limit.ts'
import { sendByJob } from '#platform/mail/send.ts'
import { makeLink } from './one-time-tokens.ts'

// These mails go to addresses that anybody may have typed, so their only text by others is the username.

const urgent = true

const verifyEmail = (ctx: Context, { account_id, version }: { account_id: number; version: number }) =>
  confirmationLinks(ctx, { accounts: [{ id: account_id, version }] })

async function confirmationLinks(ctx: Context, { accounts }: { accounts: MailRequest[] }) {
  const standing = await stillStanding(ctx, accounts)
  const to = standing[0] && addressToConfirm(standing[0])
  if (!to) return
  const owner = await findOwnerOfEmail(ctx, to)
  if (owner && owner.id !== standing[0]?.id) return notifyOwner(ctx, owner)
  const claimants = standing.filter((account) => addressToConfirm(account) === to)
  const subject = `Please confirm your address at ${ctx.settings.current.site_name}`
  await mailLinks(ctx, 'verify_email', to, claimants, { subject, template: 'verify-email' })
}

/** The accounts whose credentials were not revoked since the mail was requested. */
async function stillStanding(ctx: Context, requests: MailRequest[]): Promise<Account[]> {
  const accounts = await Promise.all(requests.map(({ id }) => findAccount(ctx, id)))
  return accounts.filter(
    (account, n): account is Account =>
      account !== undefined && isUsable(account) && account.credentials_version === requests[n]?.version,
  )
}

async function mailLinks(
  ctx: Context,
  purpose: TokenPurpose,
  to: string,
  accounts: Account[],
  mail: { subject: string; template: string },
) {
  const links: { username: string; link: string }[] = []
  for (const { id, username } of accounts) links.push({ username, link: await makeLink(ctx, purpose, id, to) })
  await sendByJob(ctx, { to, urgent, ...mail, model: { links }, about: links.map(({ link }) => link).join(' ') })
}

/**
 * Anybody can create accounts with the owner's address, so the owner gets only a few of these mails. The mail is a job
 * of its own, so that it is counted once even if retried.
 */
async function notifyOwner(ctx: Context, { id }: Account) {
  if (!(await consumeQuietly(ctx, limits.mailToOwner, id))) return
  await enqueue(ctx, haveAccountJob, { account_id: id, at: ctx.clock.now() }, { priority: 'urgent' })
}

async function haveAccount(ctx: Context, { account_id, at }: { account_id: number; at: number }) {
  const account = await findAccount(ctx, account_id)
  if (!account || account.email === '') return
  const { email, username } = account
  const subject = `You have an account at ${ctx.settings.current.site_name} already`
  await sendByJob(ctx, {
    to: email,
    urgent,
    subject,
    template: 'have-account',
    model: { username },
    about: `have-account ${at}`,
  })
}

const mails = { mails: true }

const haveAccountJob = defineJob('have_account', z.object({ account_id: z.int(), at: z.number() }), haveAccount, mails)

async function resetPassword(ctx: Context, { accounts }: { accounts: MailRequest[] }) {
  const standing = await stillStanding(ctx, accounts)
  const to = standing[0]?.email
  if (!to) return
  const owner = await findOwnerOfEmail(ctx, to)
  const reached = standing.filter(({ id, email_key }) =>
    owner ? id === owner.id : email_key === standing[0]?.email_key,
  )
  if (reached.length === 0) return
  const subject = `A new password at ${ctx.settings.current.site_name}`
  await mailLinks(ctx, 'reset_password', to, reached, { subject, template: 'reset-password' })
}

async function notice(ctx: Context, { account_id, to, subject, sentence, at }: Notice) {
  const account = await findAccount(ctx, account_id)
  const model = { name: account?.username ?? '', sentence }
  await sendByJob(ctx, {
    to,
    urgent,
    subject,
    template: 'notice',
    model,
    about: `notice ${account_id} ${at} ${subject}`,
  })
}

export const accountJobs = [
  implementJob(verifyEmailJob, verifyEmail, mails),
  implementJob(confirmationLinksJob, confirmationLinks, mails),
  implementJob(resetPasswordJob, resetPassword, mails),
  implementJob(noticeJob, notice, mails),
  haveAccountJob,
]
