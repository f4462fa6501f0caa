import { expect, test } from 'vitest'
import { scan } from '#events/door/scans.ts'
import { decodeBase45, encodeBase45 } from '#lib/base45.ts'
import { mint, show, startDoor } from './stage.ts'

const { world, host, door, kimsPass } = await startDoor()
const { ctx } = world

const bytesOf = (code: string) => decodeBase45(code.slice(4)) as Buffer
const codeOf = (bytes: Uint8Array) => `SM1:${encodeBase45(Buffer.from(bytes))}`

const scanned = (code: string) => scan(ctx, host.actor, door, { code, scan_id: `h${scans++}` })
let scans = 0

/** What each byte means, and the reason for which a changed one is refused. */
const reasonAt = (byte: number) => {
  if (byte === 0) return 'malformed'
  if (byte === 1) return 'unknown_key'
  return byte < 6 ? 'wrong_event' : 'bad_signature'
}

test('every single byte of a code that is changed has it refused, with the right reason', async () => {
  const pass = await kimsPass()
  const code = await show(world, pass)
  for (let byte = 0; byte < 100; byte++) {
    const bytes = Buffer.from(bytesOf(code))
    bytes[byte] = (bytes[byte] as number) ^ (1 << (byte % 8))
    expect(await scanned(codeOf(bytes)), `byte ${byte}`).toMatchObject({
      verdict: 'refused',
      reason: reasonAt(byte),
      pass: null,
    })
  }
  expect(await scanned(code)).toMatchObject({ verdict: 'admitted' })
})

test('a signature in another form, trailing bytes and other spellings of a code are refused', async () => {
  const code = await show(world, await kimsPass())
  const bytes = bytesOf(code)
  // S + L, where L is the group order: a verifier that does not check the range of S would accept it.
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  const s = [...bytes.subarray(68)].reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n) + order
  const other = Buffer.from(Array.from({ length: 32 }, (_, n) => Number((s >> BigInt(8 * n)) & 255n)))
  expect(await scanned(codeOf(Buffer.concat([bytes.subarray(0, 68), other])))).toMatchObject({
    reason: 'bad_signature',
  })
  for (const text of [
    codeOf(Buffer.concat([bytes, Buffer.alloc(1)])),
    codeOf(bytes.subarray(0, 99)),
    ` ${code}`,
    `${code} `,
  ])
    expect(await scanned(text), text).toMatchObject({ verdict: 'refused', reason: 'malformed' })
  expect(await scanned(`${code}\n`)).toMatchObject({ verdict: 'admitted' })
})

test('twenty scanners and one pass at once: one admits', async () => {
  const pass = await kimsPass()
  await show(world, pass)
  const code = await mint(world, pass)
  const verdicts = await Promise.all(Array.from({ length: 20 }, () => scanned(code)))
  expect(verdicts.filter(({ verdict }) => verdict === 'admitted')).toHaveLength(1)
  expect(new Set(verdicts.map(({ reason }) => reason))).toEqual(new Set([null, 'used']))
})
