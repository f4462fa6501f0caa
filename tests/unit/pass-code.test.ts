import { createPrivateKey, createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decodeCode, encodeCode, type PassCode, timeOf, verifyCode } from '#events/passes/code.ts'
import { readShortCode, showShortCode } from '#events/passes/short-codes.ts'
import { decodeBase45, encodeBase45 } from '#lib/base45.ts'

// The test vector of the README: a private key of 32 bytes 01, a code and its text.
const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 1)])
const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
const keys = new Map([[7, { key: createPublicKey(key), retired_at: null as number | null }]])

const fields: PassCode = {
  key_id: 7,
  event_id: 42,
  public_id: '0123456789abcdef',
  type_number: 2,
  generation: 1,
  slot_start: 1_795_723_200,
  lifetime: 20,
  hard_end: 1_795_773_600,
  tag: 'fedcba9876543210',
}
const text = encodeCode(fields, key)
const bytes = decodeBase45(text.slice(4)) as Buffer
const textOf = (changed: Buffer) => `SM1:${encodeBase45(changed)}`

function outcome(code: string) {
  const decoded = decodeCode(code)
  return decoded ? verifyCode(keys, decoded) : 'malformed'
}

test('a code is 154 signs that QR codes write as alphanumeric, and says what it was made of', () => {
  expect(text).toMatch(/^SM1:[0-9A-Z $%*+./:-]{150}$/)
  const { signed, signature, ...said } = decodeCode(text) as NonNullable<ReturnType<typeof decodeCode>>
  expect(said).toEqual(fields)
  expect(signature).toHaveLength(64)
  expect(signed.toString('latin1', 0, 18)).toBe('admission-pass:v1\0')
  expect(outcome(text)).toBe('verified')
})

test('the code in the README is what it says', () => {
  const readme = readFileSync('README.md', 'utf8')
  expect(readme).toContain(`\n${text}\n`)
  expect(readme).toContain(`key 7 is \`${createPublicKey(key).export({ format: 'jwk' }).x}\``)
})

test('every byte that is changed is refused', () => {
  for (let n = 0; n < bytes.length; n++)
    for (const flip of [1, 128]) {
      const changed = Buffer.from(bytes)
      changed[n] = (changed[n] as number) ^ flip
      const expected = n === 0 ? 'malformed' : n === 1 ? 'unknown_key' : 'bad_signature'
      expect(outcome(textOf(changed)), `byte ${n}`).toBe(expected)
    }
})

test('a signature has one form: with the order of the group added to S it is refused', () => {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  const changed = Buffer.from(bytes)
  let s = BigInt(`0x${Buffer.from(changed.subarray(68)).reverse().toString('hex')}`) + order
  for (let n = 68; n < 100; n++, s >>= 8n) changed[n] = Number(s & 255n)
  expect(s).toBe(0n)
  expect(outcome(textOf(changed))).toBe('bad_signature')
})

test.each([
  ['bytes behind it', textOf(Buffer.concat([bytes, Buffer.alloc(2)]))],
  ['a byte too few', textOf(bytes.subarray(0, 99))],
  ['a space behind it', `${text} `],
  ['a line end behind it', `${text}\n`],
  ['a space in front', ` ${text}`],
  ['small letters', text.toLowerCase()],
  ['another prefix', text.replace('SM1:', 'SM2:')],
  ['no prefix', text.slice(4)],
  ['a group that is more than two bytes', `${text.slice(0, 4)}:::${text.slice(7)}`],
  ['another version', textOf(Buffer.concat([Buffer.of(2), bytes.subarray(1)]))],
  ['nothing', ''],
  ['a session token', `eyJhbGciOiJIUzI1NiJ9.${'e'.repeat(90)}.${'s'.repeat(42)}`],
  ['an API token', `smt_${'A'.repeat(150)}`],
])('%s is refused as malformed', (_what, code) => {
  expect(outcome(code)).toBe('malformed')
})

test('of 10,000 random and mutated texts none is verified, and none throws', () => {
  let seed = 12
  const below = (most: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % most
  }
  const signs = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
  const sign = () => signs.charAt(below(45))
  const anything = () => String.fromCodePoint(below(0xd800))
  const many = (count: number, one: () => string) => Array.from({ length: count }, one).join('')
  const mutated = () => {
    const [from, gone] = [below(154), below(3)]
    return text.slice(0, from) + many(below(3), below(2) ? sign : anything) + text.slice(from + gone)
  }
  const kinds = [mutated, () => `SM1:${many(150, sign)}`, () => many(below(400), anything)]
  for (let n = 0; n < 10_000; n++) {
    const code = (kinds[n % 3] as () => string)()
    if (code !== text) expect(['malformed', 'unknown_key', 'bad_signature'], code).toContain(outcome(code))
  }
})

test('a key that is retired verifies what it signed, and no code of later', () => {
  const code = decodeCode(text) as NonNullable<ReturnType<typeof decodeCode>>
  const retired = (at: number) => new Map([[7, { key: createPublicKey(key), retired_at: at }]])
  expect(verifyCode(retired(fields.slot_start * 1000 - 4 * 60_000), code)).toBe('verified')
  expect(verifyCode(retired(fields.slot_start * 1000 - 6 * 60_000), code)).toBe('unknown_key')
})

test.each([
  [-10, 'not_yet'],
  [-1, 'good'],
  [0, 'good'],
  [19, 'good'],
  [20, 'expired'],
])('%i seconds from its slot a code is %s', (seconds, expected) => {
  expect(timeOf(fields, (fields.slot_start + seconds) * 1000)).toBe(expected)
})

test('no code outlasts the end of its event', () => {
  expect(timeOf({ ...fields, hard_end: fields.slot_start + 5 }, (fields.slot_start + 6) * 1000)).toBe('expired')
})

test.each([
  ['ABCD-EFGH', 'ABCDEFGH'],
  ['abcd efgh', 'ABCDEFGH'],
  [' oIlL-0123 ', '01110123'],
  ['ABCD-EFG', null],
  ['ABCD-EFGU', null],
  ['', null],
])('a short code typed as %j is read as %j', (typed, code) => {
  expect(readShortCode(typed)).toBe(code)
  if (code) expect(readShortCode(showShortCode(code))).toBe(code)
})
