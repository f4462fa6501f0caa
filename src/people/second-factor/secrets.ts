import { hkdfSync } from 'node:crypto'
import type { Config } from '#config'
import { openBytes, sealBytes } from '#lib/sealed-bytes.ts'

const keyOf = (pepper: Buffer) => Buffer.from(hkdfSync('sha256', pepper, '', 'authenticator secrets', 32))

/** @returns the id of the pepper, then the encrypted secret: whoever reads the database alone can make no codes */
export function sealSecret(config: Config, secret: string): string {
  const [pepper] = config.peppers
  if (!pepper) throw new Error('there is no pepper')
  return `${pepper.id}$${sealBytes(keyOf(pepper.key), Buffer.from(secret))}`
}

/** @throws when the pepper that it was sealed with is not known any more */
export function openSecret(config: Config, stored: string): string {
  const [pepperId, text = ''] = stored.split('$')
  const pepper = config.peppers.find(({ id }) => id === pepperId)
  if (!pepper) throw new Error(`an authenticator’s secret was sealed with the pepper ${pepperId}, which is not set`)
  return openBytes(keyOf(pepper.key), text).toString()
}

/** Sealed anew where the pepper has changed since. */
export const resealSecret = (config: Config, stored: string): string =>
  stored.startsWith(`${config.peppers[0]?.id}$`) ? stored : sealSecret(config, openSecret(config, stored))
