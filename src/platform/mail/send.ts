import { createHash } from 'node:crypto'
import type { Context } from '#context'
import { asciiAddress } from '#lib/email-address.ts'
import { writeIfPossible } from '#platform/db/optional-write.ts'
import { AddressRefused } from './mail.ts'
import { insertCapturedMail, insertSentMail, isSent, markRefused } from './queries.ts'
import { mailBodies } from './render.ts'
import { withoutSecrets } from './said.ts'

export interface MailToWrite {
  to: string
  subject: string
  /** The name of the templates in views/mail. */
  template: string
  model: Record<string, unknown>
  /** Identifies the mail: two with the same value are one mail. */
  about: string
  headers?: Record<string, string>
  /** The recipient, and the subject, such as `ticket 5`, if an answer would belong there. */
  account_id?: number
  concerns?: string[]
  /** Whether somebody is waiting for it: then it does not queue behind other mail. */
  urgent?: boolean
}

/**
 * Renders a mail and gives it to the mail server. Only for jobs: it takes as long as the server does.
 *
 * @throws if the mail server did not accept it
 */
export async function sendMail(
  ctx: Context,
  { to, subject, template, model, about, headers, account_id, concerns = [], urgent = false }: MailToWrite,
): Promise<void> {
  const site = ctx.settings.current
  const bodies = mailBodies(template, { ...model, subject, site, origin: ctx.config.server.origin })
  const messageId = messageIdOf(ctx, `${to}\n${about}`)
  // An earlier attempt of the job has sent it, and its worker ended before the job did.
  const isDue = async () => {
    await ctx.stillOurs?.()
    return !(await isSent(ctx, messageId))
  }
  if (!(await isDue())) return
  const mail = { to: asciiAddress(to), subject, ...bodies, messageId, urgent, ...(headers && { headers }) }
  await ctx.mailer.deliver(mail, site.site_name, isDue).catch((error) => {
    // The message is stored with the job and in the log.
    if (error instanceof Error) error.message = withoutSecrets(ctx.config, error.message, mail.to)
    throw error
  })
  const [subject_type = null, subject_id = null] = concerns.length === 1 ? (concerns[0]?.split(' ') ?? []) : []
  // The mail was sent: if this write failed the job, the mail would be sent again.
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
 * The same for jobs. A permanently rejected address is marked, and the job is not retried.
 *
 * @returns whether the mail was accepted
 * @throws if it must be retried
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
