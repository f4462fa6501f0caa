import { createPublicKey, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { decodeCode } from '#events/passes/code.ts'
import { publicKeys, rotateKeys, signingKey, verifyingKeys } from '#events/passes/keys.ts'
import { book, startHouse } from '../events/stage.ts'
import { runTool } from '../tools/shell.ts'

const { world, create, kim } = await startHouse()
const { clock } = world
const published = async () => (await world.api().get('/.well-known/pass-keys.json').expect(200)).body.keys

test('another program verifies a code with the key at the well-known address', async () => {
  await book(kim, await create())
  const [{ id }] = (await kim.api.get('/passes')).body.passes
  const [{ text }] = (await kim.api.post(`/passes/${id}/showings`).expect(201)).body.codes
  const { key_id, signed, signature } = decodeCode(text) as NonNullable<ReturnType<typeof decodeCode>>
  const keys: { id: number; public_key: string }[] = await published()
  const raw = keys.find((key) => key.id === key_id)?.public_key
  expect(Buffer.from(raw ?? '', 'base64url')).toHaveLength(32)
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw as string }, format: 'jwk' })
  expect(verify(null, signed, key, signature)).toBe(true)
})

test('of two processes that need the first key at once one makes it; a rotation keeps the former for verifying', async () => {
  const { ctx } = world
  const other = { ...ctx, config: { ...ctx.config } }
  const [one, two] = await Promise.all([signingKey(ctx), signingKey(other)])
  expect([one.id, two.id]).toEqual([1, 1])
  expect(await rotateKeys(ctx)).toBe(2)
  expect((await signingKey(ctx)).id).toBe(2)
  expect([...(await verifyingKeys(other, 2)).keys()]).toEqual([1, 2])
  const [former, present] = await publicKeys(ctx)
  expect(former?.retired_at).not.toBeNull()
  expect(present?.retired_at).toBeNull()
})

test('the command makes a new key; the running desk signs with it within half a minute', async () => {
  const { id } = await signingKey(world.ctx)
  const { status, out } = await runTool(world, 'rotate-pass-keys.ts', [])
  expect([status, out]).toEqual([0, expect.stringContaining(`key ${id + 1} `)])
  clock.advance(30_000)
  expect((await signingKey(world.ctx)).id).toBe(id + 1)
  expect((await published()).map((key: { id: number }) => key.id)).toContain(id)
})

test('with another SECRET_KEY a new key is made, and the former still verifies', async () => {
  const { ctx } = world
  const { id } = await signingKey(ctx)
  const session = { ...ctx.config.session, key: 'another secret key of the same desk' }
  const other = { ...ctx, config: { ...ctx.config, session } }
  expect((await signingKey(other)).id).toBe(id + 1)
  expect([...(await verifyingKeys(other)).keys()]).toContain(id)
})
