import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Config } from '#config'

const cipher = 'aes-256-gcm'

const keyOf = (pepper: Buffer) => Buffer.from(hkdfSync('sha256', pepper, '', 'authenticator secrets', 32))

/** @returns the id of the pepper, then the encrypted secret: whoever reads the database alone can make no codes */
export function sealSecret(config: Config, secret: string): string {
  const [pepper] = config.peppers
  if (!pepper) throw new Error('there is no pepper')
  const nonce = randomBytes(12)
  const sealing = createCipheriv(cipher, keyOf(pepper.key), nonce)
  const sealed = [nonce, sealing.update(secret), sealing.final(), sealing.getAuthTag()]
  return `${pepper.id}$${Buffer.concat(sealed).toString('base64url')}`
}

/** @throws when the pepper that it was sealed with is not known any more */
export function openSecret(config: Config, stored: string): string {
  const [pepperId, text = ''] = stored.split('$')
  const pepper = config.peppers.find(({ id }) => id === pepperId)
  if (!pepper) throw new Error(`an authenticator’s secret was sealed with the pepper ${pepperId}, which is not set`)
  const sealed = Buffer.from(text, 'base64url')
  const opening = createDecipheriv(cipher, keyOf(pepper.key), sealed.subarray(0, 12), { authTagLength: 16 })
  opening.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([opening.update(sealed.subarray(12, -16)), opening.final()]).toString()
}

/** Sealed anew where the pepper has changed since. */
export const resealSecret = (config: Config, stored: string): string =>
  stored.startsWith(`${config.peppers[0]?.id}$`) ? stored : sealSecret(config, openSecret(config, stored))
