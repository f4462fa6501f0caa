import type { Environment } from './sentences.ts'

/** Settings that have no effect without each other. */
const neededTogether = [
  ['ADMIN_EMAIL', 'ADMIN_PASSWORD'],
  ['MAILGUN_API_KEY', 'MAILGUN_DOMAIN'],
] as const

/** Errors of settings that are incomplete or contradict each other. */
export function pairFaults(env: Environment): [name: string, sentence: string][] {
  const faults: [string, string][] = []
  for (const [one, other] of neededTogether) {
    if (env[one] && !env[other]) faults.push([other, `is missing: ${one} does nothing without it`])
    if (env[other] && !env[one]) faults.push([one, `is missing: ${other} does nothing without it`])
  }
  if (/^smtp/.test(env.MAIL_URL ?? '') && env.MAILGUN_API_KEY)
    faults.push(['MAILGUN_API_KEY', 'cannot be set together with MAIL_URL: mail goes out in one way'])
  return faults
}
