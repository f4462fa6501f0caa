import { Secret, TOTP } from 'otpauth'
import { spellingsOf } from '#lib/spelling.ts'

/** RFC 6238 with the parameters that every authenticator app supports. */
const period = 30
const kind = { algorithm: 'SHA1', digits: 6, period }

export const newSecret = () => new Secret({ size: 20 }).base32

export const stepAt = (now: number) => Math.floor(now / 1000 / period)
export const startOfStep = (step: number) => step * period * 1000

/** The content of the QR code, and of the link that opens the app on a phone. */
export const keyUri = (issuer: string, label: string, secret: string) =>
  new TOTP({ ...kind, issuer: issuer.replaceAll(':', ' '), label, secret }).toString()

/** Normalises a code as typed: with spaces as apps show them, in full-width characters, or in the digits of any script. */
export const plainCode = (typed: string) =>
  typed
    .normalize('NFKC')
    .replace(/[\s-]/g, '')
    .replace(/\p{Nd}/gu, (digit) => spellingsOf(digit).plain)

/** The time step of a code: the current, previous or next one; null for any other code. */
export function stepOf(secret: string, code: string, now: number): number | null {
  const delta = TOTP.validate({ ...kind, token: code, secret: Secret.fromBase32(secret), timestamp: now, window: 1 })
  return delta === null ? null : stepAt(now) + delta
}
