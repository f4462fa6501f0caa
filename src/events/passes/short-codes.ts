import { randomBytes } from 'node:crypto'

// Short codes are typed by hand if no code can be scanned: eight characters of Crockford's Base32, shown as ABCD-EFGH.

const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export const shortCodeLength = 8

export const newShortCode = (random: Uint8Array = randomBytes(shortCodeLength)) =>
  Array.from(random, (byte) => signs.charAt(byte % 32)).join('')

export const showShortCode = (code: string) => `${code.slice(0, 4)}-${code.slice(4)}`

/** Spaces, hyphens of any keyboard, and invisible characters that are copied along. */
const between = /[\s\p{Pd}\p{Default_Ignorable_Code_Point}]/gu

/** The stored form of a typed short code, also in full-width characters; null if it cannot be one. */
export function readShortCode(typed: string): string | null {
  const plain = typed.normalize('NFKC').toUpperCase().replace(between, '')
  const code = plain.replaceAll('O', '0').replace(/[IL]/g, '1')
  return code.length === shortCodeLength && [...code].every((sign) => signs.includes(sign)) ? code : null
}
