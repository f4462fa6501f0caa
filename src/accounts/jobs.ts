import type { Context } from '../context.ts'
import type { JobKinds } from '../jobs/kinds.ts'
import { sendMail } from '../mail/send.ts'
import { makeLink } from './link-tokens.ts'
import { type Account, findAccount, findAccountByName, findOwnerOfEmail } from './queries.ts'

/** The address that the account has still to confirm. */
export const addressToConfirm = (account: Account) =>
  account.pending_email ?? (account.email_verified_at === null ? account.email : null)

async function verifyEmail(ctx: Context, { account_id }: { account_id: number }) {
  const account = await findAccount(ctx, account_id)
  const to = account && addressToConfirm(account)
  if (!account || !to || account.erased_at !== null) return
  const owner = await findOwnerOfEmail(ctx, to)
  if (owner && owner.id !== account.id) return tellOwner(ctx, owner)
  const link = await makeLink(ctx, 'verify_email', account.id, to)
  const subject = `Please confirm your address at ${ctx.settings.current.site_name}`
  await sendMail(ctx, {
    to,
    subject,
    template: 'verify-email',
    model: { name: account.display_name, link },
    about: link,
  })
}

async function tellOwner(ctx: Context, { email, display_name, username }: Account) {
  const subject = `You have an account at ${ctx.settings.current.site_name} already`
  const about = `have-account ${ctx.clock.now()}`
  await sendMail(ctx, { to: email, subject, template: 'have-account', model: { name: display_name, username }, about })
}

async function resetPassword(ctx: Context, { name }: { name: string }) {
  const account = await findAccountByName(ctx, name)
  if (!account || account.erased_at !== null) return
  const link = await makeLink(ctx, 'reset_password', account.id, account.email)
  const subject = `A new password at ${ctx.settings.current.site_name}`
  const model = { name: account.display_name, link }
  await sendMail(ctx, { to: account.email, subject, template: 'reset-password', model, about: link })
}

interface Notice {
  account_id: number
  to: string
  subject: string
  sentence: string
  at: number
}

async function notice(ctx: Context, { account_id, to, subject, sentence, at }: Notice) {
  const account = await findAccount(ctx, account_id)
  const model = { name: account?.display_name ?? '', sentence }
  await sendMail(ctx, { to, subject, template: 'notice', model, about: `notice ${account_id} ${at} ${subject}` })
}

export const accountJobs = {
  verify_email: { inTransaction: false, run: verifyEmail },
  reset_password: { inTransaction: false, run: resetPassword },
  notice: { inTransaction: false, run: notice },
} satisfies JobKinds
