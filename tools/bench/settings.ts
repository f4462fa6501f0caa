import type { Environment } from '#config'

export const password = 'the password of everybody on this desk'

/** As in production, but without rate limits. */
export const settings = (database: string, port: number): Environment => ({
  HOST: '127.0.0.1',
  PORT: String(port),
  DATABASE_URL: database,
  SECRET_KEY: 'a secret key for the bench alone',
  PEPPER: 'a pepper for the bench alone',
  MAIL_URL: 'off',
  RATE_LIMITS: 'off',
  MAX_OPEN_TICKETS: '1000000',
  LOG_LEVEL: 'info',
})
