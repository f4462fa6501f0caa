import type { Config } from '../config.ts'
import type { Fetch, Mail } from './mail.ts'
import { sendByMailgun } from './mailgun.ts'

export interface Mailer {
  /** Whether mail leaves the house, or can at least be read at /dev/mail. */
  available: boolean
  /** Whether every mail is kept for /dev/mail. */
  catches: boolean
  /** @throws when the mail was not taken; to be tried again */
  deliver(mail: Mail, sender: string): Promise<void>
  close(): void
}

const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 }

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
  const { smtp } = mail
  let transport: ReturnType<typeof connectTo> | undefined
  return {
    available: true,
    catches,
    async deliver({ to, ...one }, sender) {
      transport ??= connectTo(smtp)
      await (await transport).sendMail({
        ...one,
        to: { name: '', address: to },
        from: { name: sender, address: mail.from },
      })
    },
    close: () => void transport?.then((transport) => transport.close()),
  }
}

async function connectTo(url: string) {
  const { default: nodemailer } = await import('nodemailer')
  return nodemailer.createTransport({ url, ...patience })
}
