import { createHash, createSecretKey } from 'node:crypto'
import { z } from 'zod'
import { type MailgunAccess, mailgunOrigins } from './mail/mailgun.ts'
import { productionFaults } from './production.ts'

const blankIsUnset = (value: unknown) => (value === '' ? undefined : value)
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsUnset, schema.optional())
const text = (fallback: string) => z.preprocess(blankIsUnset, z.string().default(fallback))
const whole = (fallback: number, least: number, most: number) =>
  z.preprocess(blankIsUnset, z.coerce.number().int().min(least).max(most).default(fallback))

const yesNo = (fallback: boolean) =>
  z.preprocess(
    blankIsUnset,
    z
      .enum(['on', 'off', 'true', 'false', 'yes', 'no', '1', '0'])
      .default(fallback ? 'on' : 'off')
      .transform((word) => ['on', 'true', 'yes', '1'].includes(word)),
  )

const secret = z.string().min(16, 'must have at least 16 characters')

const settings = z.object({
  NODE_ENV: text('development'),
  HOST: text('127.0.0.1'),
  PORT: whole(3000, 0, 65535),
  BASE_URL: optional(z.url({ protocol: /^https?$/ })),
  TRUST_PROXY: text(''),
  DATABASE_URL: z.preprocess(
    blankIsUnset,
    z
      .string()
      .regex(/^(file:.+|postgres(ql)?:\/\/.+)$/, 'must be file:PATH or postgres://…')
      .default('file:data/supportme.db'),
  ),
  DATABASE_TIMEOUT: whole(2400, 500, 600_000),
  SECRET_KEY: secret,
  PEPPER: secret,
  PREVIOUS_PEPPERS: text('').transform((list) =>
    list
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  ),
  ADMIN_EMAIL: optional(z.email()),
  ADMIN_PASSWORD: optional(z.string().min(8, 'must have at least 8 characters').max(128)),
  MAIL_URL: optional(z.string().regex(/^(smtps?:\/\/.+|off)$/, 'must be smtp://…, smtps://… or off')),
  MAIL_FROM: optional(z.email()),
  MAILGUN_API_KEY: optional(z.string()),
  MAILGUN_DOMAIN: optional(z.hostname()),
  MAILGUN_DOMAIN_REGION: z.preprocess(blankIsUnset, z.enum(['us', 'eu']).default('us')),
  REQUIRE_VERIFIED_EMAIL: yesNo(false),
  SESSION_BINDING: yesNo(false),
  SINGLE_SESSION: yesNo(false),
  RATE_LIMITS: yesNo(true),
  WORKER: z.preprocess(blankIsUnset, z.enum(['inside', 'apart']).default('inside')),
  MAX_OPEN_TICKETS: whole(20, 1, 1_000_000),
  CUSTOMER_MESSAGES_IN_10_MINUTES: whole(60, 1, 1_000_000),
  STAFF_MESSAGES_IN_10_MINUTES: whole(600, 1, 1_000_000),
  ESCALATE_AFTER_HOURS: whole(24, 1, 8760),
  SESSION_HOURS: whole(24, 1, 8760),
  KEEP_LOGGED_IN_DAYS: whole(30, 1, 365),
  KEEP_LOGGED_IN_IDLE_DAYS: whole(7, 1, 365),
  INACTIVE_AFTER_HOURS: whole(48, 1, 8760),
  FORGET_NEWS_AFTER_DAYS: whole(180, 1, 3650),
  FAILED_LOGIN_RETENTION_DAYS: whole(90, 1, 3650),
  LINK_RETENTION_DAYS: whole(30, 1, 3650),
  JOB_RETENTION_DAYS: whole(7, 1, 3650),
  DEAD_JOB_RETENTION_DAYS: whole(90, 1, 3650),
  CAUGHT_MAIL_RETENTION_DAYS: whole(7, 1, 3650),
  IDEMPOTENCY_RETENTION_HOURS: whole(48, 1, 8760),
  SITE_NAME: text('SupportMe'),
  SITE_LOGO: optional(z.string()),
  SITE_COLOR: optional(z.string().regex(/^#[0-9a-fA-F]{6}$/, 'must be like #8a2f6b')),
  LOG_LEVEL: z.preprocess(
    blankIsUnset,
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ),
})

export class ConfigError extends Error {}

export type Environment = Record<string, string | undefined>
export type Config = ReturnType<typeof loadConfig>

/**
 * Turns the environment's strings into the frozen configuration; the only reader of settings.
 *
 * @throws {ConfigError} naming every setting that is wrong, one a line
 */
export function loadConfig(env: Environment) {
  const parsed = settings.safeParse(env)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`These settings are wrong:\n${[...new Set(lines)].join('\n')}`)
  }
  const given = parsed.data
  const faults = productionFaults(given)
  if (faults.length > 0)
    throw new ConfigError(
      `These settings are not fit for production:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    )
  const baseUrl = new URL(given.BASE_URL ?? `http://localhost:${given.PORT}`)

  return Object.freeze({
    production: given.NODE_ENV === 'production',
    server: Object.freeze({
      host: given.HOST,
      port: given.PORT,
      origin: baseUrl.origin,
      secure: baseUrl.protocol === 'https:',
      trustProxy: trustProxy(given.TRUST_PROXY),
    }),
    database: Object.freeze({
      url: given.DATABASE_URL,
      /** Milliseconds for which a request waits for the database, before it is answered that it cannot be served. */
      timeout: given.DATABASE_TIMEOUT,
    }),
    session: Object.freeze({
      key: given.SECRET_KEY,
      /** The same as a key object; a string would be read as a key anew at each use. */
      secret: createSecretKey(Buffer.from(given.SECRET_KEY)),
      keyId: idOf(given.SECRET_KEY),
    }),
    peppers: Object.freeze([given.PEPPER, ...given.PREVIOUS_PEPPERS].map(pepperOf)),
    firstAdmin:
      given.ADMIN_EMAIL && given.ADMIN_PASSWORD
        ? Object.freeze({ email: given.ADMIN_EMAIL, password: given.ADMIN_PASSWORD })
        : null,
    desk: Object.freeze({
      inactiveAfter: given.INACTIVE_AFTER_HOURS * 3_600_000,
    }),
    /** Messages, notes and edits of one person in ten minutes. */
    writing: Object.freeze({
      customers: given.CUSTOMER_MESSAGES_IN_10_MINUTES,
      staff: given.STAFF_MESSAGES_IN_10_MINUTES,
    }),
    retention: retention(given),
    rateLimits: given.RATE_LIMITS,
    workerInside: given.WORKER === 'inside',
    mail: Object.freeze({
      smtp: smtpAddress(given.MAIL_URL),
      from: mailFrom(given, baseUrl),
      mailgun: mailgun(given, baseUrl),
    }),
    /** What holds until an admin sets it otherwise in the browser. */
    settings: Object.freeze({
      site_name: given.SITE_NAME,
      site_logo: given.SITE_LOGO ?? null,
      site_color: given.SITE_COLOR ?? null,
      require_verified_email: given.REQUIRE_VERIFIED_EMAIL,
      session_hours: given.SESSION_HOURS,
      keep_logged_in_days: given.KEEP_LOGGED_IN_DAYS,
      keep_logged_in_idle_days: given.KEEP_LOGGED_IN_IDLE_DAYS,
      session_binding: given.SESSION_BINDING,
      single_session: given.SINGLE_SESSION,
      max_open_tickets: given.MAX_OPEN_TICKETS,
      ...escalation(given.ESCALATE_AFTER_HOURS),
    }),
    logLevel: given.LOG_LEVEL,
  })
}

const idOf = (secret: string) => createHash('sha256').update(secret).digest('hex').slice(0, 8)

const pepperOf = (secret: string) => Object.freeze({ id: idOf(secret), key: Buffer.from(secret) })

/** The hours are those of a normal ticket; what is more urgent waits less. */
const escalation = (hours: number) => ({
  escalate_hours_low: Math.min(hours * 3, 8760),
  escalate_hours_normal: hours,
  escalate_hours_high: Math.max(1, Math.round(hours / 3)),
  escalate_hours_urgent: Math.max(1, Math.round(hours / 12)),
})

type Given = z.output<typeof settings>

const day = 24 * 3_600_000

/** For how long what would only grow is kept, in milliseconds. */
const retention = (given: Given) =>
  Object.freeze({
    notifications: given.FORGET_NEWS_AFTER_DAYS * day,
    failedLogins: given.FAILED_LOGIN_RETENTION_DAYS * day,
    links: given.LINK_RETENTION_DAYS * day,
    jobs: given.JOB_RETENTION_DAYS * day,
    deadJobs: given.DEAD_JOB_RETENTION_DAYS * day,
    caughtMails: given.CAUGHT_MAIL_RETENTION_DAYS * day,
    idempotencyKeys: given.IDEMPOTENCY_RETENTION_HOURS * 3_600_000,
  })

const smtpAddress = (url: string | undefined) => (url === undefined || url === 'off' ? null : url)

const mailFrom = (given: Given, baseUrl: URL) => given.MAIL_FROM ?? `desk@${given.MAILGUN_DOMAIN ?? baseUrl.hostname}`

function mailgun(given: Given, baseUrl: URL): MailgunAccess | null {
  const { MAILGUN_API_KEY: key, MAILGUN_DOMAIN: domain, MAILGUN_DOMAIN_REGION: region } = given
  if (!key || !domain || given.MAIL_URL !== undefined) return null
  return Object.freeze({ key, domain, origin: mailgunOrigins[region], from: mailFrom(given, baseUrl) })
}

/** '' trusts nobody, a number that many proxies, anything else is a list of addresses as Express takes it. */
function trustProxy(value: string): boolean | number | string {
  if (value === '' || value === 'off' || value === 'false') return false
  return /^\d+$/.test(value) ? Number(value) : value
}
