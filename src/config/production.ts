import { isRandom } from './secret-strength.ts'
import type { Environment } from './sentences.ts'

const shortest = 32
const placeholders = /change.?me|secret|password|example|pepper|qwerty/i
const random = 'take a random one, as from: openssl rand -base64 33'

/** An https address means production, whatever NODE_ENV says: it is for the public. */
export const isProduction = (env: Environment): boolean => env.NODE_ENV === 'production' || isHttps(env)

export const isHttps = ({ BASE_URL }: Environment): boolean => /^https:/i.test(BASE_URL ?? '')

/** What is not allowed with customers' data: for each setting what is wrong with it, never its value. */
export function productionFaults(env: Environment): [name: string, sentence: string][] {
  if (!isProduction(env)) return []
  const faults: [string, string][] = []
  const secrets = { SECRET_KEY: [env.SECRET_KEY], PEPPER: [env.PEPPER], PREVIOUS_PEPPERS: listed(env.PREVIOUS_PEPPERS) }
  for (const [name, values] of Object.entries(secrets)) {
    const reason = values.map((secret) => secret && weakness(secret)).find(Boolean)
    if (reason) faults.push([name, `${reason}; ${random}`])
  }
  if (env.PEPPER && env.SECRET_KEY === env.PEPPER) faults.push(['PEPPER', 'must not be the same as SECRET_KEY'])
  const address = env.BASE_URL ?? ''
  if (address === '') faults.push(['BASE_URL', 'is missing: links in mails are built from it'])
  else if (/^http:/i.test(address) && !isLoopback(address))
    faults.push([
      'BASE_URL',
      'must begin with https:// in production, except on this machine itself (localhost): passwords would travel in the open',
    ])
  if (/^(off|false|no|0)$/.test(env.RATE_LIMITS ?? '')) faults.push(['RATE_LIMITS', 'cannot be off in production'])
  return faults
}

export const listed = (text = '') =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)

/** Why a secret is too weak, or null. */
function weakness(secret: string): string | null {
  if (secret.length < shortest) return `must have at least ${shortest} characters in production`
  if (placeholders.test(secret) || !isRandom(secret)) return 'is made of words or repeats itself, and can be guessed'
  return null
}

/** Whether an address is this machine's own. */
export function isLoopback(address: string): boolean {
  const host = URL.canParse(address) ? new URL(address).hostname : ''
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(host)
}
