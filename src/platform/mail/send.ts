import { createHash } from 'node:crypto'
import type { Context } from '#context'
import { asciiAddress } from '#lib/email-address.ts'
import { insertCapturedMail } from './queries.ts'
import { mailBodies } from './render.ts'

export interface MailToWrite {
  to: string
  subject: string
  /** The name of the templates in views/mail. */
  template: string
  model: Record<string, unknown>
  /** What this mail is about, once: two mails with the same are one mail. */
  about: string
  headers?: Record<string, string>
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
  { to, subject, template, model, about, headers, urgent = false }: MailToWrite,
): Promise<void> {
  const site = ctx.settings.current
  const bodies = mailBodies(template, { ...model, subject, site, origin: ctx.config.server.origin })
  const messageId = messageIdOf(ctx, `${to}\n${about}`)
  const mail = { to: asciiAddress(to), subject, ...bodies, messageId, urgent, ...(headers && { headers }) }
  await ctx.mailer.deliver(mail, site.site_name)
  if (ctx.mailer.catches)
    await insertCapturedMail(ctx, { recipient: to, subject, ...bodies, captured_at: ctx.clock.now() })
}

export const messageIdOf = (ctx: Context, about: string) =>
  `<${createHash('sha256').update(about).digest('hex').slice(0, 32)}@${new URL(ctx.config.server.origin).hostname}>`
