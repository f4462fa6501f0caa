import { createHash } from 'node:crypto'
import { z } from 'zod'

const blankIsUnset = (value: unknown) => (value === '' ? undefined : value)
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsUnset, schema.optional())
const text = (fallback: string) => z.preprocess(blankIsUnset, z.string().default(fallback))
const whole = (fallback: number, least: number, most: number) =>
  z.preprocess(blankIsUnset, z.coerce.number().int().min(least).max(most).default(fallback))

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
  SECRET_KEY: secret,
  PEPPER: secret,
  ADMIN_EMAIL: optional(z.email()),
  ADMIN_PASSWORD: optional(z.string().min(8, 'must have at least 8 characters').max(128)),
  SESSION_HOURS: whole(24, 1, 8760),
  INACTIVE_AFTER_HOURS: whole(48, 1, 8760),
  SITE_NAME: text('SupportMe'),
  SITE_LOGO: optional(z.string()),
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
    database: Object.freeze({ url: given.DATABASE_URL }),
    session: Object.freeze({
      key: given.SECRET_KEY,
      keyId: createHash('sha256').update(given.SECRET_KEY).digest('hex').slice(0, 8),
      milliseconds: given.SESSION_HOURS * 3_600_000,
    }),
    pepper: given.PEPPER,
    firstAdmin:
      given.ADMIN_EMAIL && given.ADMIN_PASSWORD
        ? Object.freeze({ email: given.ADMIN_EMAIL, password: given.ADMIN_PASSWORD })
        : null,
    desk: Object.freeze({ inactiveAfter: given.INACTIVE_AFTER_HOURS * 3_600_000 }),
    site: Object.freeze({ name: given.SITE_NAME, logo: given.SITE_LOGO ?? null }),
    logLevel: given.LOG_LEVEL,
  })
}

/** '' trusts nobody, a number that many proxies, anything else is a list of addresses as Express takes it. */
function trustProxy(value: string): boolean | number | string {
  if (value === '' || value === 'off' || value === 'false') return false
  return /^\d+$/.test(value) ? Number(value) : value
}
