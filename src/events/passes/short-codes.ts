import { randomBytes } from 'node:crypto'

// Short codes are typed by hand if no code can be scanned: eight characters of Crockford's Base32, shown as ABCD-EFGH.

const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export const shortCodeLength = 8

export const newShortCode = (random: Uint8Array = randomBytes(shortCodeLength)) =>
  Array.from(random, (byte) => signs.charAt(byte % 32)).join('')

export const showShortCode = (code: string) => `${code.slice(0, 4)}-${code.slice(4)}`

/** The stored form of a typed short code; null if it cannot be one. */
export function readShortCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  return code.length === shortCodeLength && [...code].every((sign) => signs.includes(sign)) ? code : null
}
