import { hkdfSync } from 'node:crypto'
import type { Config } from '#config'
import { openBytes, sealBytes } from '#lib/sealed-bytes.ts'

const keyOf = (pepper: Buffer) => Buffer.from(hkdfSync('sha256', pepper, '', 'authenticator secrets', 32))

/** @returns the id of the pepper, then the encrypted secret: the database alone is not enough to make codes */
export function sealSecret(config: Config, secret: string): string {
  const [pepper] = config.peppers
  if (!pepper) throw new Error('there is no pepper')
  return `${pepper.id}$${sealBytes(keyOf(pepper.key), Buffer.from(secret))}`
}

/** @returns null when it was sealed with a lost pepper: the app's codes can no longer be checked */
export function openSecret(config: Config, stored: string): string | null {
  const [pepperId, text = ''] = stored.split('$')
  const pepper = config.peppers.find(({ id }) => id === pepperId)
  return pepper ? openBytes(keyOf(pepper.key), text).toString() : null
}

/** @returns the secret as it is stored, sealed with the present pepper */
export const resealSecret = (config: Config, stored: string, secret: string): string =>
  stored.startsWith(`${config.peppers[0]?.id}$`) ? stored : sealSecret(config, secret)
