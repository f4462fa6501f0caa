// Base45 (RFC 9285): bytes in the characters of a QR code's alphanumeric mode. A text can begin with a space.

const signs = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const values = new Map([...signs].map((sign, value) => [sign, value]))

export function encodeBase45(bytes: Uint8Array): string {
  let text = ''
  for (let n = 0; n < bytes.length; n += 2) {
    const [first = 0, second] = bytes.subarray(n, n + 2)
    const value = second === undefined ? first : first * 256 + second
    text += signs.charAt(value % 45) + signs.charAt(Math.floor(value / 45) % 45)
    if (second !== undefined) text += signs.charAt(Math.floor(value / 2025))
  }
  return text
}

/** @returns null if the text is no valid encoding; each value has exactly one */
export function decodeBase45(text: string): Buffer | null {
  if (text.length % 3 === 1) return null
  const bytes: number[] = []
  for (let n = 0; n < text.length; n += 3) {
    const part = [...text.slice(n, n + 3)].map((sign) => values.get(sign) ?? Number.NaN)
    const value = part.reduce((sum, one, place) => sum + one * 45 ** place, 0)
    const pair = part.length === 3
    // NaN for an invalid character: the comparison is then false.
    if (!(value < (pair ? 65536 : 256))) return null
    if (pair) bytes.push(value >> 8)
    bytes.push(value & 255)
  }
  return Buffer.from(bytes)
}
