import type { Config } from '#config'
import type { Fetch, Mail } from './mail.ts'
import { sendByMailgun } from './mailgun.ts'
import { createSmtpSender } from './smtp.ts'

export interface Mailer {
  /** Whether mail leaves the house, or can at least be read at /dev/mail. */
  available: boolean
  /** Whether every mail is kept for /dev/mail. */
  catches: boolean
  /** @throws when the mail was not taken; to be tried again, unless the address was refused */
  deliver(mail: Mail, sender: string): Promise<void>
  close(): void
}

/** By Mailgun when a key is set, by SMTP when MAIL_URL names a server, else only kept for reading outside production. */
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
    deliver: (one, sender) => smtp.send(one, { name: sender, address: mail.from }),
    close: () => smtp.close(),
  }
}
