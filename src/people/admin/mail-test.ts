import { randomUUID } from 'node:crypto'
import type { Context } from '#context'
import { conflict } from '#errors'
import { hour } from '#lib/durations.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { record } from '#platform/activity/record.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { sendMail } from '#platform/mail/send.ts'
import { mailTested } from './activity.ts'

const limit: Limit = { name: 'mail-test', most: 10, window: hour }
const patience = 15_000

export interface MailTest {
  to: string
  /** False if the mail only went to /dev/mail. */
  delivered: boolean
}

/**
 * Sends a mail to the admin at once, without the queue, to test the settings.
 *
 * @throws conflict with the mail server's response if it was not accepted in time
 */
export async function testMail(ctx: Context, actor: Actor): Promise<MailTest> {
  const { mail } = ctx.config
  if (!ctx.mailer.available)
    throw conflict(
      'mail_off',
      'This desk sends no mail: set MAIL_URL, or MAILGUN_API_KEY and MAILGUN_DOMAIN, and start it again.',
    )
  await consume(ctx, limit, actor.id)
  const { email: to } = await getAccount(ctx, actor.id)
  if (to === '') throw conflict('no_email', 'Your account has no email address. Give one in your profile first.')
  const said = await whatWentWrong(ctx, to)
  await record(ctx, mailTested, { actor_id: actor.id, sent: said === null })
  if (said !== null) throw conflict('mail_failed', `The test mail was not accepted. ${said}`)
  return { to, delivered: mail.smtp !== null || mail.mailgun !== null }
}

/** Null if the mail was accepted. */
async function whatWentWrong(ctx: Context, to: string): Promise<string | null> {
  const { promise: late, resolve, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(reject, patience, new Error(`no answer within ${patience / 1000} seconds`))
  const subject = `A test of ${ctx.settings.current.site_name}`
  const mail = { to, urgent: true, subject, template: 'test', model: {}, about: `test ${randomUUID()}` }
  try {
    await Promise.race([sendMail(ctx, mail), late])
    return null
  } catch (error) {
    return saidOf(error instanceof Error ? error.message : String(error))
  } finally {
    clearTimeout(timer)
    resolve()
  }
}

/** The mail server's response in one line. */
function saidOf(said: string): string {
  const line = said
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 300)
  return `The mail server said: “${line}”`
}
