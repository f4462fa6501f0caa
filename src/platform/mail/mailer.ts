import type { Config } from '#config'
import type { Fetch, Mail } from './mail.ts'
import { sendByMailgun } from './mailgun.ts'
import { createSmtpSender } from './smtp.ts'

export interface Mailer {
  /** Whether mail is sent, or can at least be read at /dev/mail. */
  available: boolean
  /** Whether every mail is kept for /dev/mail. */
  catches: boolean
  /**
   * @param isDue asked again once a connection is free, which may take long
   * @throws if the mail was not accepted; to be retried, unless the address was rejected
   */
  deliver(mail: Mail, sender: string, isDue: () => Promise<boolean>): Promise<void>
  close(): void
}

/**
 * Sends by Mailgun if a key is set, by SMTP if MAIL_URL names a server; otherwise mails are only kept, outside of
 * production.
 */
export function createMailer(config: Config, fetch: Fetch = globalThis.fetch): Mailer {
  const { mail, production } = config
  const catches = !production
  if (mail.mailgun) {
    const { mailgun } = mail
    return {
      available: true,
      catches,
      deliver: (one, sender) => sendByMailgun(fetch, mailgun, one, sender),
      close: () => {},
    }
  }
  if (!mail.smtp) return { available: catches, catches, deliver: async () => {}, close: () => {} }
  const smtp = createSmtpSender(mail.smtp)
  return {
    available: true,
    catches,
    deliver: (one, sender, isDue) => smtp.send(one, { name: sender, address: mail.from }, isDue),
    close: () => smtp.close(),
  }
}
