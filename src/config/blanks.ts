import type { Environment } from '#config/sentences.ts'

const secrets = new Set(['SECRET_KEY', 'PEPPER', 'ADMIN_PASSWORD'])

/** Without the spaces and line ends that files leave around a value, and what is blank. A secret is all that it says. */
export const withoutBlanks = (env: Environment): Environment =>
  Object.fromEntries(
    Object.entries(env)
      .map(([name, value = '']) => [name, secrets.has(name) && value.trim() ? value : value.trim()])
      .filter(([, value]) => value),
  )
