export interface MailgunAccess {
  key: string
  domain: string
  origin: string
  from: string
}

const mailgunOrigins = { us: 'https://api.mailgun.net', eu: 'https://api.eu.mailgun.net' }

interface Given {
  MAIL_URL?: string | undefined
  MAIL_FROM?: string | undefined
  MAILGUN_API_KEY?: string | undefined
  MAILGUN_DOMAIN?: string | undefined
  MAILGUN_DOMAIN_REGION: keyof typeof mailgunOrigins
}

/** How mail goes out. */
export const mailSettings = (given: Given, baseUrl: URL) =>
  Object.freeze({
    smtp: given.MAIL_URL === undefined || given.MAIL_URL === 'off' ? null : given.MAIL_URL,
    from: mailFrom(given, baseUrl),
    mailgun: mailgun(given, baseUrl),
  })

const mailFrom = (given: Given, baseUrl: URL) => given.MAIL_FROM ?? `desk@${given.MAILGUN_DOMAIN ?? baseUrl.hostname}`

function mailgun(given: Given, baseUrl: URL): MailgunAccess | null {
  const { MAILGUN_API_KEY: key, MAILGUN_DOMAIN: domain, MAILGUN_DOMAIN_REGION: region } = given
  if (!key || !domain || given.MAIL_URL !== undefined) return null
  return Object.freeze({ key, domain, origin: mailgunOrigins[region], from: mailFrom(given, baseUrl) })
}
