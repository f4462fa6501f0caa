import { type KeyObject, sign, verify } from 'node:crypto'
import { decodeBase45, encodeBase45 } from '#lib/base45.ts'
import { minute } from '#lib/durations.ts'

// The content of a pass's QR code: 36 bytes, big endian, and an Ed25519 signature over the domain and them. README
// describes the format, so that other programs can verify codes.

export interface PassCode {
  key_id: number
  event_id: number
  /** The pass: 16 hex digits. */
  public_id: string
  type_number: number
  generation: number
  /** Valid from: UNIX seconds. */
  slot_start: number
  /** Valid for: seconds. */
  lifetime: number
  /** No code of the event is valid after this: UNIX seconds. */
  hard_end: number
  /** The showing: 16 hex digits. */
  tag: string
}

export interface DecodedCode extends PassCode {
  signed: Buffer
  signature: Buffer
}

const prefix = 'SM1:'
const version = 1
const length = { message: 36, signature: 64 }
const domain = Buffer.from('admission-pass:v1\0')

export function encodeCode(code: PassCode, key: KeyObject): string {
  const message = Buffer.alloc(length.message)
  message.writeUInt8(version, 0)
  message.writeUInt8(code.key_id, 1)
  message.writeUInt32BE(code.event_id, 2)
  message.write(code.public_id, 6, 8, 'hex')
  message.writeUInt16BE(code.type_number, 14)
  message.writeUInt16BE(code.generation, 16)
  message.writeUInt32BE(code.slot_start, 18)
  message.writeUInt16BE(code.lifetime, 22)
  message.writeUInt32BE(code.hard_end, 24)
  message.write(code.tag, 28, 8, 'hex')
  const signature = sign(null, Buffer.concat([domain, message]), key)
  return prefix + encodeBase45(Buffer.concat([message, signature]))
}

/** @returns null for a text that has not the format of a code; each code has exactly one text */
export function decodeCode(text: string): DecodedCode | null {
  const bytes = text.length === 154 && text.startsWith(prefix) ? decodeBase45(text.slice(prefix.length)) : null
  if (bytes?.length !== length.message + length.signature || bytes.readUInt8(0) !== version) return null
  const message = bytes.subarray(0, length.message)
  return {
    key_id: message.readUInt8(1),
    event_id: message.readUInt32BE(2),
    public_id: message.toString('hex', 6, 14),
    type_number: message.readUInt16BE(14),
    generation: message.readUInt16BE(16),
    slot_start: message.readUInt32BE(18),
    lifetime: message.readUInt16BE(22),
    hard_end: message.readUInt32BE(24),
    tag: message.toString('hex', 28, 36),
    signed: Buffer.concat([domain, message]),
    signature: bytes.subarray(length.message),
  }
}

export interface VerifyingKey {
  key: KeyObject
  /** UNIX milliseconds. */
  retired_at: number | null
}

/** Codes are issued some minutes in advance, and by processes that do not know yet that the key is retired. */
const retiredFor = 5 * minute

/** @param keys by their ids */
export function verifyCode(
  keys: ReadonlyMap<number, VerifyingKey>,
  code: DecodedCode,
): 'verified' | 'unknown_key' | 'bad_signature' {
  const known = keys.get(code.key_id)
  if (!known) return 'unknown_key'
  if (!verify(null, code.signed, known.key, code.signature)) return 'bad_signature'
  // Somebody who steals a retired key cannot make later codes.
  const retired = known.retired_at !== null && code.slot_start * 1000 > known.retired_at + retiredFor
  return retired ? 'unknown_key' : 'verified'
}

/** Maximum difference between the clocks of the desk's machines, in seconds. */
const skew = 2

/** Whether a code is valid at a time, by its own content. @param now UNIX milliseconds */
export function timeOf(code: PassCode, now: number): 'good' | 'expired' | 'not_yet' {
  const seconds = now / 1000
  if (seconds >= Math.min(code.slot_start + code.lifetime, code.hard_end)) return 'expired'
  return seconds < code.slot_start - skew ? 'not_yet' : 'good'
}
