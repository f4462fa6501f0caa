import { createHash } from 'node:crypto'
import type { Context } from '#context'
import { asciiAddress } from '#lib/email-address.ts'
import { writeIfPossible } from '#platform/db/optional-write.ts'
import { AddressRefused } from './mail.ts'
import { insertCapturedMail, insertSentMail, markRefused } from './queries.ts'
import { mailBodies } from './render.ts'
import { withoutSecrets } from './said.ts'

export interface MailToWrite {
  to: string
  subject: string
  /** The name of the templates in views/mail. */
  template: string
  model: Record<string, unknown>
  /** What this mail is about, once: two mails with the same are one mail. */
  about: string
  headers?: Record<string, string>
  /** Who gets it, and what about, such as `ticket 5`; where it is one thing, an answer would belong there. */
  account_id?: number
  concerns?: string[]
  /** Whether somebody waits for it; it is not kept behind other mail. */
  urgent?: boolean
}

/**
 * Writes a mail from its templates and hands it to the mail server. To be called by a job only: it takes
 * as long as the server does.
 *
 * @throws when the mail server did not take it
 */
export async function sendMail(
  ctx: Context,
  { to, subject, template, model, about, headers, account_id, concerns = [], urgent = false }: MailToWrite,
): Promise<void> {
  const site = ctx.settings.current
  const bodies = mailBodies(template, { ...model, subject, site, origin: ctx.config.server.origin })
  const messageId = messageIdOf(ctx, `${to}\n${about}`)
  const mail = { to: asciiAddress(to), subject, ...bodies, messageId, urgent, ...(headers && { headers }) }
  await ctx.mailer.deliver(mail, site.site_name).catch((error) => {
    // It is kept with the job, and in the log.
    if (error instanceof Error) error.message = withoutSecrets(ctx.config, error.message, mail.to)
    throw error
  })
  const [subject_type = null, subject_id = null] = concerns.length === 1 ? (concerns[0]?.split(' ') ?? []) : []
  // It is out: were this to fail, its job would send it again.
  await writeIfPossible(ctx, 'that a mail was sent', () =>
    insertSentMail(ctx, {
      message_id: messageId,
      account_id: account_id ?? null,
      subject_type,
      subject_id: subject_id === null ? null : Number(subject_id),
      sent_at: ctx.clock.now(),
    }),
  )
  if (ctx.mailer.catches)
    await insertCapturedMail(ctx, { recipient: to, subject, ...bodies, captured_at: ctx.clock.now() })
}

/**
 * The same for jobs. An address that is refused for good is marked, and no job tries again.
 *
 * @returns whether the mail was taken
 * @throws when it is to be tried again
 */
export async function sendByJob(ctx: Context, mail: MailToWrite): Promise<boolean> {
  try {
    await sendMail(ctx, mail)
    return true
  } catch (error) {
    if (!(error instanceof AddressRefused)) throw error
    await markRefused(ctx, mail.to)
    ctx.log.warn({ account: mail.account_id, reason: error.message }, 'an email address was refused')
    return false
  }
}

export const messageIdOf = (ctx: Context, about: string) =>
  `<${createHash('sha256').update(about).digest('hex').slice(0, 32)}@${new URL(ctx.config.server.origin).hostname}>`
