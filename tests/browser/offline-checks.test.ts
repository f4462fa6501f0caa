import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { reasons as serverReasons } from '#events/door/reasons.ts'
import { encodeCode, type PassCode } from '#events/passes/code.ts'
import { check, reasons } from '../../public/modules/door/offline-checks.js'
import { Roster } from '../../public/modules/door/roster.js'

// What the door's page decides without the server, with codes that the server makes.

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url').toString('base64url')
const now = 1_800_000_010_000

const pass = {
  ...{ id: 5, public_id: '0011223344556677', generation: 2, type_number: 3, name: 'Zoë Frei', type: 'Adult' },
  // SHA-256 of "7:AB12CD34"
  ...{ short_code_hash: 'YrkzjKiJls9TtNMZqpuCSQpzjM0ImcTRnMOGMLjWqG0', place: 1, of: 2, paid: true },
  ...{ used_at: null as string | null, cancelled: false },
}
const event = { id: 7, cancelled: false, entry_ends_at: new Date(now + 3_600_000).toISOString() }
const keys = [{ id: 1, public_key: raw, retired_at: null as string | null }]

const code = (more: Partial<PassCode> = {}) => {
  const times = { slot_start: 1_800_000_000, lifetime: 20, hard_end: 1_800_009_000 }
  const fields = { key_id: 1, event_id: 7, public_id: pass.public_id, type_number: 3, generation: 2, ...times }
  return encodeCode({ ...fields, tag: 'ffeeddccbbaa0099', ...more }, privateKey)
}
const bundleOf = (more: object = {}) => ({ event, keys, passes: [pass], ...more })
const checked = (scan: object, more: object = {}, at = now) => {
  const bundle = bundleOf(more)
  return check(bundle, new Roster(bundle), scan, at)
}

test('a good code, a short code as it is typed, and a name are let in', async () => {
  for (const scan of [{ code: code() }, { code: 'ab12-cd34' }, { code: 'AB I2 CD 34' }, { pass_id: 5 }])
    expect(await checked(scan), JSON.stringify(scan)).toMatchObject({ reason: null, pass })
})

test('a code that begins later is let in too, as the clock of the device is slow', async () => {
  expect(await checked({ code: code() }, {}, now - 3_600_000)).toEqual({
    reason: null,
    pass,
    begins: 1_800_000_000_000,
  })
})

test.each<[string, object, object?, number?]>([
  ['event_cancelled', { code: code() }, { event: { ...event, cancelled: true } }],
  ['event_over', { code: code() }, {}, now + 3_600_000],
  ['malformed', { code: 'hello' }],
  ['malformed', { code: `${code()}0` }],
  ['malformed', { code: code().toLowerCase() }],
  ['wrong_event', { code: code({ event_id: 8 }) }],
  ['unknown_key', { code: code({ key_id: 2 }) }],
  ['unknown_key', { code: code() }, { keys: [{ ...keys[0], retired_at: new Date(now - 3_600_000).toISOString() }] }],
  [
    'bad_signature',
    { code: code() },
    { keys: [{ ...keys[0], public_key: raw.replace(/^./, raw[0] === 'A' ? 'B' : 'A') }] },
  ],
  ['expired', { code: code() }, {}, now + 15_000],
  ['expired', { code: code({ hard_end: 1_800_000_004 }) }],
  ['wrong_type', { code: code({ type_number: 1 }) }],
  ['handed_over', { code: code({ generation: 1 }) }],
  ['unknown_pass', { code: 'ZZZZ-ZZZZ' }],
  ['cancelled', { code: code() }, { passes: [{ ...pass, cancelled: true }] }],
  ['used', { code: code() }, { passes: [{ ...pass, used_at: new Date(now).toISOString() }] }],
])('%s is refused', async (reason, scan, more = {}, at = now) => {
  expect(await checked(scan, more, at)).toMatchObject({ reason })
})

test.each([
  ['booked', { public_id: '0000000000000000' }, { id: '0000000000000000', type: null }],
  ['handed over', { generation: 3 }, { id: 5, type: 'Adult' }],
])('a pass that was %s since the list was made is let in once, and nobody is named', async (_what, change, known) => {
  const bundle = bundleOf()
  const roster = new Roster(bundle)
  const scan = { code: code(change) }
  const { reason, pass } = await check(bundle, roster, scan, now)
  expect({ reason, pass }).toMatchObject({ reason: null, pass: { ...known, name: 'Not on this list', newer: true } })
  roster.markUsed(pass.id, now)
  expect(await check(bundle, roster, scan, now)).toMatchObject({ reason: 'used' })
})

test('the same pass is let in once', async () => {
  const bundle = bundleOf()
  const roster = new Roster(bundle)
  roster.markUsed(5, now)
  expect(await check(bundle, roster, { code: code() }, now)).toMatchObject({ reason: 'used' })
  expect(roster.counts).toEqual({ admitted: 1, expected: 1 })
})

test('at an event of several days the same pass is let in once on each, by the clock of the server', async () => {
  const day = 24 * 3_600_000
  const days = [now - day, now - 1000, now + day].map((at) => new Date(at).toISOString())
  const bundle = bundleOf({ event: { ...event, days }, passes: [{ ...pass, used_at: days[0] }] })
  let time = now
  const roster = new Roster(bundle, () => time)
  expect([roster.counts.admitted, await check(bundle, roster, { pass_id: 5 }, now)]).toMatchObject([
    0,
    { reason: null },
  ])
  roster.markUsed(5, now)
  // An admission that the device learns of later.
  roster.markUsed(5, now - day)
  expect([roster.usedAt(5), await check(bundle, roster, { pass_id: 5 }, now)]).toMatchObject([now, { reason: 'used' }])
  time = now + day
  expect(roster.usedAt(5)).toBeUndefined()
})

test('people are found by parts of their names, in any spelling', () => {
  const roster = new Roster(bundleOf())
  expect(roster.search('ZOE fr')).toEqual([pass])
  expect(roster.search('frey')).toEqual([])
})

test('of a long list no more names are read than are shown, and each once', () => {
  let read = 0
  const passes = Array.from({ length: 1000 }, (_, id) => ({
    ...pass,
    id,
    get name() {
      read += 1
      return `Guest ${id}`
    },
  }))
  const roster = new Roster({ event, passes })
  expect(roster.search('')).toHaveLength(50)
  expect(read).toBe(50)
  expect(roster.search('guest 999').map(({ id }) => id)).toEqual([999])
  expect(roster.search('guest 998').map(({ id }) => id)).toEqual([998])
  expect(read).toBe(1000)
})

test.each([
  ['Jürgen Groß-Müller', ['juergen gross', 'JURGEN GROSS', 'großmüller', 'Mueller']],
  ['Jens Mueller', ['müller']],
  ['Łucja Øster', ['lucja oester', 'oster']],
  ['Aoife O’Neill', ["o'neill", 'oneill', 'neill']],
  ['Işıl Çağlar', ['isil caglar', 'IŞIL']],
  ['ΓΙΩΡΓΟΣ', ['γιωργος']],
])('%s is found as the server finds this name', (name, asked) => {
  const found = { ...pass, name }
  const roster = new Roster(bundleOf({ passes: [pass, found] }))
  for (const text of asked) expect([text, roster.search(text)]).toEqual([text, [found]])
})

test('people are found by their short code too, but for whose place was cancelled', async () => {
  const roster = new Roster(bundleOf())
  expect(await roster.find('ab i2-cd34')).toEqual([pass])
  expect(await roster.find('zoë')).toEqual([pass])
  expect(await roster.find('AB12-CD35')).toEqual([])
  expect(await new Roster(bundleOf({ passes: [{ ...pass, cancelled: true }] })).find('AB12-CD34')).toEqual([])
})

test('its sentences are the server’s, but for a key that is newer than the list', () => {
  const { unknown_key, ...others } = reasons
  expect(serverReasons).toMatchObject(others)
  expect(unknown_key).toMatch(/short code/)
})
