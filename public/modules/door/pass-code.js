// Parses and verifies codes of passes without the server, in the format of src/events/passes/code.ts.
const signs = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const prefix = 'SM1:'
const length = { text: 154, message: 36, signature: 64 }
const domain = new TextEncoder().encode('admission-pass:v1\0')

function decodeBase45(text) {
  if (text.length % 3 === 1) return null
  const bytes = []
  for (let n = 0; n < text.length; n += 3) {
    const part = [...text.slice(n, n + 3)].map((sign) => signs.indexOf(sign))
    if (part.includes(-1)) return null
    const value = part.reduce((sum, one, place) => sum + one * 45 ** place, 0)
    if (value >= (part.length === 3 ? 65536 : 256)) return null
    if (part.length === 3) bytes.push(value >> 8)
    bytes.push(value & 255)
  }
  return Uint8Array.from(bytes)
}

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** @returns null if the text has not the format of a code */
export function decodeCode(text) {
  const bytes = text.length === length.text && text.startsWith(prefix) ? decodeBase45(text.slice(prefix.length)) : null
  if (bytes?.length !== length.message + length.signature || bytes[0] !== 1) return null
  const message = bytes.slice(0, length.message)
  const view = new DataView(message.buffer)
  return {
    key_id: view.getUint8(1),
    event_id: view.getUint32(2),
    public_id: hex(message.subarray(6, 14)),
    type_number: view.getUint16(14),
    generation: view.getUint16(16),
    slot_start: view.getUint32(18),
    lifetime: view.getUint16(22),
    hard_end: view.getUint32(24),
    signed: Uint8Array.from([...domain, ...message]),
    signature: bytes.slice(length.message),
  }
}

const rawKey = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))

/** What a scanner has typed, also behind what stood in the field before; undefined where it is no code. */
export function scannedIn(text) {
  const end = text.slice(-length.text)
  return decodeCode(end) ? end : undefined
}

/**
 * @param key as published by the server: raw, base64url
 * @throws if the browser does not support Ed25519 (before about 2024)
 */
export async function verifyCode(key, code) {
  const imported = await crypto.subtle.importKey('raw', rawKey(key), 'Ed25519', false, ['verify'])
  return crypto.subtle.verify('Ed25519', imported, code.signature, code.signed)
}
