interface Given {
  NODE_ENV: string
  SECRET_KEY: string
  PEPPER: string
  BASE_URL?: string | undefined
  RATE_LIMITS: boolean
}

const shortest = 32
const fewestCharacters = 12
const placeholders = /change.?me|secret|password|example|pepper|12345|abcdef|qwerty/i

/** Why a secret would not keep anything secret, or null. */
function weakness(secret: string): string | null {
  if (secret.length < shortest) return `must have at least ${shortest} characters in production`
  if (new Set(secret).size < fewestCharacters) return 'repeats itself too much; take a random one'
  if (placeholders.test(secret)) return 'looks like a placeholder; take a random one'
  return null
}

/** What must not be so when customers' data is at stake: one line for each, naming the setting and never its value. */
export function productionFaults(given: Given): string[] {
  if (given.NODE_ENV !== 'production') return []
  const faults: string[] = []
  for (const name of ['SECRET_KEY', 'PEPPER'] as const) {
    const reason = weakness(given[name])
    if (reason) faults.push(`${name}: ${reason}, as from: openssl rand -base64 33`)
  }
  if (given.SECRET_KEY === given.PEPPER) faults.push('PEPPER: must not be the same as SECRET_KEY')
  if (!given.BASE_URL) faults.push('BASE_URL: must be set in production: links in mails are built from it')
  if (!given.RATE_LIMITS) faults.push('RATE_LIMITS: cannot be off in production')
  return faults
}
