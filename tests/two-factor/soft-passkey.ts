import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import type { World } from '../support/world.ts'

/** Parts of a passkey's answer that can be forged. */
export interface Lies {
  origin?: string
  rpId?: string
  type?: string
  challenge?: string
  userHandle?: string
  /** Whether its owner was checked by finger, face or PIN. */
  verified?: boolean
  counter?: number
  /** The key of another passkey to sign with. */
  key?: KeyObject
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()
const base64url = (data: Buffer | string) => Buffer.from(data).toString('base64url')

/** A passkey as an authenticator keeps it (WebAuthn level 3, ES256), in place of a device. */
export class SoftPasskey {
  readonly id = base64url(randomBytes(24))
  readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  userHandle = ''
  #counter = 0
  readonly #origin: string

  constructor(world: World) {
    this.#origin = world.ctx.config.server.origin
  }

  /** The result of `navigator.credentials.create()`. */
  create(options: { challenge: string; user: { id: string } }, lies: Lies = {}) {
    this.userHandle = options.user.id
    const id = Buffer.from(this.id, 'base64url')
    const length = Buffer.from([id.length >> 8, id.length & 255])
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' })
    const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))
    const key = isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, bytes(x)],
        [-3, bytes(y)],
      ]),
    )
    const authData = Buffer.concat([this.#authData(lies, 0x40), Buffer.alloc(16), length, id, key])
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', new Uint8Array(authData)],
    ])
    const attestationObject = base64url(Buffer.from(isoCBOR.encode(attestation as never)))
    const clientDataJSON = base64url(this.#clientData('webauthn.create', options.challenge, lies))
    return this.#credential({ clientDataJSON, attestationObject, transports: ['internal'] })
  }

  /** The result of `navigator.credentials.get()`. */
  answer(options: { challenge: string }, lies: Lies = {}) {
    this.#counter += 1
    const authData = this.#authData(lies, 0)
    const clientData = this.#clientData('webauthn.get', options.challenge, lies)
    const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), lies.key ?? this.keys.privateKey)
    return this.#credential({
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authData),
      signature: base64url(signature),
      userHandle: lies.userHandle ?? this.userHandle,
    })
  }

  #credential<R>(response: R) {
    return { id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {}, response }
  }

  #clientData(type: string, challenge: string, lies: Lies): string {
    const origin = lies.origin ?? this.#origin
    return JSON.stringify({
      type: lies.type ?? type,
      challenge: lies.challenge ?? challenge,
      origin,
      crossOrigin: false,
    })
  }

  #authData({ rpId = new URL(this.#origin).hostname, verified = true, counter = this.#counter }: Lies, flags: number) {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    return Buffer.concat([sha256(rpId), Buffer.from([flags | 0x01 | (verified ? 0x04 : 0)]), count])
  }
}
