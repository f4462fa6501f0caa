import { createHash, createSecretKey } from 'node:crypto'
import { z } from 'zod'
import { withoutBlanks } from '#config/blanks.ts'
import {
  databaseUrl,
  mailUrl,
  matching,
  oneOf,
  proxies,
  secret,
  siteAddress,
  text,
  timeZone,
  whole,
  yesNo,
} from '#config/fields.ts'
import { defaultDatabase, filesFolder } from '#config/files.ts'
import { mailSettings } from '#config/mail.ts'
import { pairFaults } from '#config/pairs.ts'
import { isProduction, listed, productionFaults } from '#config/production.ts'
import { retention } from '#config/retention.ts'
import { ConfigError, type Environment, refuseFaults } from '#config/sentences.ts'
import { hour } from '#lib/durations.ts'
import { isEmailAddress } from '#lib/email-address.ts'
import { isCurrency } from '#lib/money.ts'
import { isVisible } from '#lib/visible-text.ts'

export { ConfigError, defaultDatabase, type Environment }

const settings = z.object({
  NODE_ENV: oneOf(['development', 'test', 'production'], 'development'),
  HOST: text('127.0.0.1'),
  PORT: whole(3000, 0, 65535),
  BASE_URL: siteAddress.optional(),
  TRUST_PROXY: proxies,
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_TIMEOUT: whole(2400, 500, 600_000),
  FILES_DIR: z.string().optional(),
  SECRET_KEY: secret,
  PEPPER: secret,
  PREVIOUS_PEPPERS: text('').transform(listed),
  ADMIN_EMAIL: z.string().refine(isEmailAddress, 'must be an email address').optional(),
  ADMIN_PASSWORD: z
    .string()
    .min(8, 'must have at least 8 characters')
    .max(128, 'can have at most 128 characters')
    .optional(),
  MAIL_URL: mailUrl.optional(),
  MAIL_FROM: z.string().refine(isEmailAddress, 'must be an email address').optional(),
  MAILGUN_API_KEY: z.string().optional(),
  MAILGUN_DOMAIN: z.hostname('must be a domain such as mg.example.org').optional(),
  MAILGUN_DOMAIN_REGION: oneOf(['us', 'eu'], 'us'),
  REQUIRE_VERIFIED_EMAIL: yesNo(false),
  SESSION_BINDING: yesNo(false),
  SINGLE_SESSION: yesNo(false),
  RATE_LIMITS: yesNo(true),
  WORKER: oneOf(['inside', 'apart'], 'inside'),
  MAX_OPEN_TICKETS: whole(20, 1, 1_000_000),
  ANONYMOUS_REQUESTS_IN_A_MINUTE: whole(600, 1, 1_000_000),
  ACCOUNT_REQUESTS_IN_A_MINUTE: whole(1200, 1, 1_000_000),
  CUSTOMER_MESSAGES_IN_10_MINUTES: whole(60, 1, 1_000_000),
  STAFF_MESSAGES_IN_10_MINUTES: whole(600, 1, 1_000_000),
  ESCALATE_AFTER_HOURS: whole(24, 1, 8760),
  ESCALATE_WHEN: oneOf(['waiting', 'open'], 'waiting'),
  MESSAGES: oneOf(['off', 'hosts', 'everyone'], 'hosts'),
  SESSION_HOURS: whole(24, 1, 8760),
  KEEP_LOGGED_IN_DAYS: whole(30, 1, 365),
  KEEP_LOGGED_IN_IDLE_DAYS: whole(7, 1, 365),
  INACTIVE_AFTER_HOURS: whole(48, 1, 8760),
  NOTIFICATION_RETENTION_DAYS: whole(180, 1, 3650),
  FAILED_LOGIN_RETENTION_DAYS: whole(90, 1, 3650),
  LINK_RETENTION_DAYS: whole(30, 1, 3650),
  JOB_RETENTION_DAYS: whole(7, 1, 3650),
  DEAD_JOB_RETENTION_DAYS: whole(90, 1, 3650),
  CAPTURED_MAIL_RETENTION_DAYS: whole(7, 1, 3650),
  IDEMPOTENCY_RETENTION_HOURS: whole(48, 1, 8760),
  EVENTS: yesNo(false),
  EVENT_HOSTS: oneOf(['staff', 'everyone'], 'staff'),
  EVENT_CURRENCY: text('EUR').refine(isCurrency, 'must be the code of a currency such as EUR'),
  EVENT_OFFER_HOURS: whole(24, 1, 720),
  SITE_NAME: text('SupportMe')
    .refine((name) => name.length <= 60, 'can have at most 60 characters')
    .refine(isVisible, 'cannot be blank'),
  SITE_LOGO: matching(/^\/[^\s/]\S*$/, 'must be an address on this site, beginning with /').optional(),
  SITE_COLOR: matching(/^#[0-9a-fA-F]{6}$/, 'must be like #8a2f6b').optional(),
  TIME_ZONE: timeZone,
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info'),
})

/** The names of all settings. */
export const settingNames = Object.keys(settings.shape)

export type Config = ReturnType<typeof loadConfig>

/**
 * Parses the environment into the frozen configuration; nothing else reads settings.
 *
 * @throws {ConfigError} naming every wrong setting, one a line
 */
export function loadConfig(given: Environment) {
  return configOf(withoutBlanks(given))
}

function configOf(env: Environment) {
  const parsed = settings.safeParse(env)
  const faults = (parsed.error?.issues ?? []).map(({ path, message }): [string, string] => [path.join('.'), message])
  refuseFaults([...faults, ...pairFaults(env), ...productionFaults(env)])
  const given = parsed.data as Given
  const baseUrl = new URL(given.BASE_URL ?? `http://localhost:${given.PORT}`)

  return Object.freeze({
    production: isProduction(env),
    server: Object.freeze({
      host: given.HOST,
      port: given.PORT,
      origin: baseUrl.origin,
      secure: baseUrl.protocol === 'https:',
      trustProxy: given.TRUST_PROXY,
    }),
    database: Object.freeze({
      url: given.DATABASE_URL ?? defaultDatabase,
      /** Milliseconds that a request waits for the database before it is answered with an error. */
      timeout: given.DATABASE_TIMEOUT,
    }),
    files: Object.freeze({ folder: filesFolder(given.DATABASE_URL, given.FILES_DIR) }),
    session: Object.freeze({
      key: given.SECRET_KEY,
      /** The same as a key object; a string would be parsed at each use. */
      secret: createSecretKey(Buffer.from(given.SECRET_KEY)),
      keyId: idOf(given.SECRET_KEY),
    }),
    peppers: Object.freeze([given.PEPPER, ...given.PREVIOUS_PEPPERS].map(pepperOf)),
    /** Argon2id (RFC 9106) as in the OWASP password storage guide: 19 MiB, 2 passes, 1 lane. No setting: only tests pay less. */
    passwordCost: Object.freeze<Record<'memoryCost' | 'timeCost' | 'parallelism', number>>({
      memoryCost: 19_456,
      timeCost: 2,
      parallelism: 1,
    }),
    firstAdmin:
      given.ADMIN_EMAIL && given.ADMIN_PASSWORD
        ? Object.freeze({ email: given.ADMIN_EMAIL, password: given.ADMIN_PASSWORD })
        : null,
    desk: Object.freeze({
      inactiveAfter: given.INACTIVE_AFTER_HOURS * hour,
    }),
    requests: Object.freeze({
      strangers: given.ANONYMOUS_REQUESTS_IN_A_MINUTE,
      accounts: given.ACCOUNT_REQUESTS_IN_A_MINUTE,
    }),
    /** Messages, notes and edits of one person in ten minutes. */
    writing: Object.freeze({
      customers: given.CUSTOMER_MESSAGES_IN_10_MINUTES,
      staff: given.STAFF_MESSAGES_IN_10_MINUTES,
    }),
    events: Object.freeze({
      hosts: given.EVENT_HOSTS,
      currency: given.EVENT_CURRENCY,
      /** Milliseconds for which places offered to the waiting list are held. */
      offerFor: given.EVENT_OFFER_HOURS * hour,
    }),
    retention: retention(given),
    rateLimits: given.RATE_LIMITS,
    workerInside: given.WORKER === 'inside',
    mail: mailSettings(given, baseUrl),
    /** Defaults of what admins can set in the browser. */
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
      messages: given.MESSAGES,
      events: given.EVENTS,
      escalate_when: given.ESCALATE_WHEN,
      ...escalation(given.ESCALATE_AFTER_HOURS),
    }),
    /** As it was set: aliases of time zones are not replaced. */
    timeZone: given.TIME_ZONE,
    logLevel: given.LOG_LEVEL,
  })
}

const idOf = (secret: string) => createHash('sha256').update(secret).digest('hex').slice(0, 8)

const pepperOf = (secret: string) => Object.freeze({ id: idOf(secret), key: Buffer.from(secret) })

/** The setting is for normal tickets; others are derived from it. */
const escalation = (hours: number) => ({
  escalate_hours_low: Math.min(hours * 3, 8760),
  escalate_hours_normal: hours,
  escalate_hours_high: Math.max(1, Math.round(hours / 3)),
  escalate_hours_urgent: Math.max(1, Math.round(hours / 12)),
})

type Given = z.output<typeof settings>
