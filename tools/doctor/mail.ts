import type { Config } from '#config'
import { reasonForOperators } from '#platform/db/storage-error.ts'
import { serverAt } from '#platform/mail/smtp.ts'
import { about, type Finding } from './finding.ts'

const { ok, warning, problem } = about('mail')
const patience = 5000

/** Whether the mail server can be reached and accepts our credentials; nothing is sent. */
export async function checkMail({ mail }: Config, chosenOff: boolean): Promise<Finding> {
  try {
    if (mail.mailgun) return await checkMailgun(mail.mailgun)
    if (mail.smtp) return await checkSmtp(mail.smtp, mail.from)
  } catch (error) {
    return problem(`The mail server cannot be used (${reasonForOperators(error)}): check the settings of mail.`)
  }
  if (chosenOff) return ok('It is off, as MAIL_URL says.')
  return warning('It is off: nobody is told anything by mail. Set MAIL_URL, or MAIL_URL=off if that is what you want.')
}

async function checkSmtp(url: string, from: string): Promise<Finding> {
  const { default: nodemailer } = await import('nodemailer')
  const timeouts = {
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    dnsTimeout: patience,
  }
  const transport = nodemailer.createTransport({ ...serverAt(url), ...timeouts })
  try {
    await transport.verify()
    const { hostname } = new URL(url)
    return ok(
      `${hostname} takes connections${new URL(url).username ? ' and our login' : ''}; mail goes out as ${from}.`,
    )
  } finally {
    transport.close()
  }
}

/** With the right key and domain a message without sender and recipient is rejected only for these. */
async function checkMailgun({ key, domain, origin, from }: NonNullable<Config['mail']['mailgun']>): Promise<Finding> {
  const { status } = await fetch(`${origin}/v3/${domain}/messages`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`api:${key}`).toString('base64')}` },
    body: new FormData(),
    signal: AbortSignal.timeout(patience),
  })
  if (status === 400) return ok(`Mailgun knows ${domain} and takes our key; mail goes out as ${from}.`)
  const why = status === 404 ? `does not know ${domain} in this region` : `answered ${status}`
  return problem(`Mailgun ${why}: check MAILGUN_API_KEY, MAILGUN_DOMAIN and MAILGUN_DOMAIN_REGION.`)
}
