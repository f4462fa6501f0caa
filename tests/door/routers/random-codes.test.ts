import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Context } from '#context'
import { scan } from '#events/door/scans.ts'
import { decodeBase45, encodeBase45 } from '#lib/base45.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { show, startDoor } from '../stage.ts'

// On one engine only: these codes are refused before anything is read from the database.

const { world, host, kim, door, passOf, kimsPass } = await startDoor()
const { ctx } = world

const bytesOf = (code: string) => decodeBase45(code.slice(4)) as Buffer
const codeOf = (bytes: Uint8Array) => `SM1:${encodeBase45(Buffer.from(bytes))}`

/** Random numbers from a seed, so that a failure can be repeated. */
function numbersFrom(seed: string) {
  let [state, place] = [createHash('sha512').update(seed).digest(), 0]
  return (below: number) => {
    if (place + 4 > state.length) [state, place] = [createHash('sha512').update(state).digest(), 0]
    place += 4
    return state.readUInt32BE(place - 4) % below
  }
}

const signs = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

function mutate(code: string, below: (most: number) => number): string {
  const at = below(code.length)
  const sign = signs[below(signs.length)] as string
  const bytes = Buffer.from(bytesOf(code))
  switch (below(8)) {
    case 0:
      return code.slice(0, at) + sign + code.slice(at + (code.charAt(at) === sign ? 0 : 1))
    case 1:
      return code.slice(0, at) + code.slice(at + 1)
    case 2:
      return code.slice(0, at) + sign + code.slice(at)
    case 3:
      return `SM1:${Array.from({ length: 150 }, () => signs[below(signs.length)]).join('')}`
    case 4:
      return Array.from({ length: below(40) + 1 }, () => String.fromCharCode(below(0xd000) + 1)).join('')
    case 5:
      return Array.from({ length: 8 }, () => signs[below(36)]).join('')
    case 6:
      for (let n = below(4) + 1; n > 0; n--) bytes[below(100)] = below(256)
      return codeOf(bytes)
    default:
      bytes.writeUInt32BE(below(2 ** 32), below(97))
      return codeOf(bytes)
  }
}

const countAdmissions = async () => (await ctx.db.selectFrom('admissions').select('id').execute()).length

test('of 10,000 random and mutated codes none admits anybody, and none is a fault', async () => {
  const seed = process.env.SEED ?? String(Date.now())
  const below = numbersFrom(seed)
  const before = await countAdmissions()
  const codes = [await show(world, await kimsPass()), await show(world, await passOf(kim))]
  const admitted: string[] = []
  const scanOne = async (ctx: Context, n: number) => {
    const code = mutate(codes[n % 2] as string, below)
    if (codes.includes(code)) return
    const { verdict } = await scan(ctx, host.actor, door, { code, scan_id: `random-${n}` })
    if (verdict !== 'refused') admitted.push(code)
  }
  // Many in one transaction: their entries in the log are written together.
  for (let start = 0; start < 10_000; start += 100)
    await withTransaction(ctx, async (ctx) => {
      for (let n = start; n < start + 100; n++) await scanOne(ctx, n)
    })
  expect(admitted, `SEED=${seed}`).toEqual([])
  expect(await countAdmissions()).toBe(before)
})
