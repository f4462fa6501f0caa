import type { Context } from '#context'

interface Mailbox {
  email: string
  email_verified_at: number | null
  email_refused_at: number | null
}

/** Why no mail of the desk reaches somebody, as staff are told; null where it does. */
export function whyUnreached(ctx: Context, { email, email_verified_at, email_refused_at }: Mailbox): string | null {
  if (!ctx.mailer.available) return null
  if (email === '') return 'No mail reaches this person: the account has no email address.'
  if (email_refused_at !== null) return `No mail reaches this person: the mail server refused ${email}.`
  if (email_verified_at === null) return `No mail reaches this person: ${email} is not confirmed.`
  return null
}
