import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const cipher = 'aes-256-gcm'
const nonceLength = 12
const authTagLength = 16

/**
 * Encrypts with authentication; base64url.
 *
 * @param key of 32 bytes
 * @param associated must be the same for decryption
 */
export function sealBytes(key: Buffer, plain: Uint8Array, associated = ''): string {
  const nonce = randomBytes(nonceLength)
  const sealing = createCipheriv(cipher, key, nonce, { authTagLength }).setAAD(Buffer.from(associated))
  return Buffer.concat([nonce, sealing.update(plain), sealing.final(), sealing.getAuthTag()]).toString('base64url')
}

/** @throws for another key, another `associated`, or changed bytes */
export function openBytes(key: Buffer, text: string, associated = ''): Buffer {
  const sealed = Buffer.from(text, 'base64url')
  const opening = createDecipheriv(cipher, key, sealed.subarray(0, nonceLength), { authTagLength })
  opening.setAAD(Buffer.from(associated)).setAuthTag(sealed.subarray(-authTagLength))
  return Buffer.concat([opening.update(sealed.subarray(nonceLength, -authTagLength)), opening.final()])
}
