import { createPrivateKey, createPublicKey, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto'
import type { Config } from '#config'
import type { Context } from '#context'
import { openBytes, sealBytes } from '#lib/sealed-bytes.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { passKeysRotated } from './activity.ts'
import type { VerifyingKey } from './code.ts'
import { insertKey, type KeyRow, listKeys, retireKeysBefore } from './key-queries.ts'

// The signing keys of codes: the newest that is not retired signs, all of them verify. A private key is stored
// encrypted under SECRET_KEY, and never leaves the server.

interface SigningKey {
  id: number
  key: KeyObject
}

export type PublicKey = Pick<KeyRow, 'id' | 'public_key' | 'created_at' | 'retired_at'>

interface Keys {
  read_at: number
  published: PublicKey[]
  signing: SigningKey | null
  verifying: ReadonlyMap<number, VerifyingKey>
}

/** Milliseconds until running processes notice a rotation. */
const keptFor = 30_000
const mostKeys = 255

/** By configuration, as one test process runs several desks. */
const kept = new WeakMap<Config, Keys>()

const sealingKey = ({ session }: Config) => Buffer.from(hkdfSync('sha256', session.key, '', 'pass keys v1', 32))

const publicKeyOf = (raw: string) => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw }, format: 'jwk' })

/** @returns null for a key that was encrypted under another SECRET_KEY */
function openKey(config: Config, { id, sealed }: KeyRow): SigningKey | null {
  try {
    const der = openBytes(sealingKey(config), sealed, String(id))
    return { id, key: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) }
  } catch {
    return null
  }
}

export const canOpen = (config: Config, row: KeyRow): boolean => openKey(config, row) !== null

async function readKeys(ctx: Context): Promise<Keys> {
  const rows = await listKeys(ctx)
  const current = rows.findLast(({ retired_at }) => retired_at === null)
  const keys: Keys = {
    read_at: ctx.clock.now(),
    published: rows.map(({ sealed: _, ...row }) => row),
    signing: current ? openKey(ctx.config, current) : null,
    verifying: new Map(
      rows.map(({ id, public_key, retired_at }) => [id, { key: publicKeyOf(public_key), retired_at }]),
    ),
  }
  // Uncommitted keys are not cached.
  if (!ctx.closing) kept.set(ctx.config, keys)
  return keys
}

async function currentKeys(ctx: Context): Promise<Keys> {
  const keys = kept.get(ctx.config)
  return keys && Math.abs(ctx.clock.now() - keys.read_at) < keptFor ? keys : readKeys(ctx)
}

/** All keys by id, including retired ones. @param wanted reads the keys again if this id is unknown */
export async function verifyingKeys(ctx: Context, wanted?: number): Promise<Keys['verifying']> {
  const { verifying } = await currentKeys(ctx)
  return wanted === undefined || verifying.has(wanted) ? verifying : (await readKeys(ctx)).verifying
}

/** Creates the first key on first use; if two processes do so, one wins. Call it outside of transactions. */
export async function signingKey(ctx: Context): Promise<SigningKey> {
  const { signing } = await currentKeys(ctx)
  if (signing) return signing
  await makeKey(ctx)
  const made = (await readKeys(ctx)).signing
  if (!made) throw new Error('the key that signs passes cannot be opened')
  return made
}

/** Creates a new signing key. @returns its id */
export async function rotateKeys(ctx: Context): Promise<number> {
  const id = await withTransaction(ctx, async (ctx) => {
    const id = await makeKey(ctx)
    await record(ctx, passKeysRotated, { actor_id: null, key_id: id })
    return id
  })
  kept.delete(ctx.config)
  return id
}

async function makeKey(ctx: Context): Promise<number> {
  const now = ctx.clock.now()
  const id = ((await listKeys(ctx)).at(-1)?.id ?? 0) + 1
  if (id > mostKeys) throw new Error(`There have been ${mostKeys} keys of passes; a code has no room for more.`)
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const sealed = sealBytes(sealingKey(ctx.config), privateKey.export({ format: 'der', type: 'pkcs8' }), String(id))
  const public_key = publicKey.export({ format: 'jwk' }).x as string
  if (await insertKey(ctx, { id, public_key, sealed, created_at: now, retired_at: null }))
    await retireKeysBefore(ctx, id, now)
  return id
}

/** For programs that verify codes. Includes the signing key, even before its first use. */
export async function publicKeys(ctx: Context): Promise<PublicKey[]> {
  await signingKey(ctx)
  return (await currentKeys(ctx)).published
}
