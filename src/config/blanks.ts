import type { Environment } from './sentences.ts'

const secrets = new Set(['SECRET_KEY', 'PEPPER', 'ADMIN_PASSWORD'])

/** Trims values, as files add spaces and line ends, and removes empty ones. Secrets are kept exactly. */
export const withoutBlanks = (env: Environment): Environment =>
  Object.fromEntries(
    Object.entries(env)
      .map(([name, value = '']) => [name, secrets.has(name) && value.trim() ? value : value.trim()])
      .filter(([, value]) => value),
  )
