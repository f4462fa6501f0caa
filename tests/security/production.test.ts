import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { loadConfig } from '#config'
import { isRandom } from '#config/secret-strength.ts'

const random = () => randomBytes(33).toString('base64')
const good = () => ({
  NODE_ENV: 'production',
  BASE_URL: 'https://desk.example.org',
  SECRET_KEY: random(),
  PEPPER: random(),
})

function refusal(env: Record<string, string | undefined>): string {
  try {
    loadConfig(env)
  } catch (error) {
    return (error as Error).message
  }
  return ''
}
const named = (message: string) => [...message.matchAll(/^ {2}(\w+) \S+/gm)].map(([, name]) => name)

test('random secrets and an address are fit for production', () => {
  expect(refusal(good())).toBe('')
  const lengths = { base64: [24, 33, 64], base64url: [24, 32, 48], hex: [16, 32, 64] } as const
  for (const [encoding, bytes] of Object.entries(lengths))
    for (const count of bytes)
      for (let n = 0; n < 100; n += 1) {
        const secret = randomBytes(count).toString(encoding as BufferEncoding)
        expect(isRandom(secret), secret).toBe(true)
      }
  for (let n = 0; n < 200; n += 1) expect(isRandom(crypto.randomUUID())).toBe(true)
})

test.each(['SECRET_KEY', 'PEPPER', 'BASE_URL'])('%s must be there', (name) => {
  for (const missing of [undefined, '']) expect(named(refusal({ ...good(), [name]: missing }))).toEqual([name])
})

test('an address counts with or without spaces around it', () => {
  const { NODE_ENV, ...settings } = good()
  expect(loadConfig({ ...settings, BASE_URL: ' https://desk.example.org ' }).production).toBe(true)
  expect(named(refusal({ ...good(), BASE_URL: ' http://desk.example.org' }))).toEqual(['BASE_URL'])
})

const weak = [
  'short-but-17-long',
  'x'.repeat(64),
  'ab'.repeat(32),
  'change-me-please-change-me-please-0123',
  'ThisIsTheSecretOfTheDeskThatNobodyKnows',
  'correct horse battery staple and more',
  'CORRECT HORSE BATTERY STAPLE WITH MORE WORDS',
  'correct-horse-battery-staple-with-more-words',
  'c0rr3ct-h0rs3-b4tt3ry-st4pl3-w1th-m0r3',
  'CorrectHorseBatteryStapleWithMoreWordsInIt',
  'das pferd frisst keinen gurkensalat im garten',
  'le petit chat noir mange une souris verte',
  'an-example-of-a-long-key-for-everybody',
  'swordfishswordfishswordfishswordfish',
  'Tr0ub4dor&3Tr0ub4dor&3Tr0ub4dor&3Tr0',
  'qwertyuiopasdfghjklzxcvbnm1234567890',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  'abcdefghijklmnopqrstuvwxyz0123456789',
  '0123456789abcdef0123456789abcdef',
  'deadbeefdeadbeefdeadbeefdeadbeef',
  '2026-11-26-2026-11-26-2026-11-26-2026',
]

test.each(['SECRET_KEY', 'PEPPER', 'PREVIOUS_PEPPERS'])('a weak %s is named, and never shown', (name) => {
  for (const value of weak) {
    const message = refusal({ ...good(), [name]: value })
    expect(named(message), value).toEqual([name])
    expect(message).not.toContain(value)
  }
})

test('all that is wrong is named at once', () => {
  const message = refusal({ NODE_ENV: 'production', SECRET_KEY: weak[0], PEPPER: weak[1], RATE_LIMITS: 'off' })
  expect(named(message)).toEqual(['SECRET_KEY', 'PEPPER', 'BASE_URL', 'RATE_LIMITS'])
  const more = refusal({ ...good(), PEPPER: '', PORT: 'http', SECRET_KEY: weak[1], ADMIN_EMAIL: 'a@example.com' })
  expect(named(more)).toEqual(['PORT', 'PEPPER', 'ADMIN_PASSWORD', 'SECRET_KEY'])
  expect(more).toContain('  PEPPER is missing: ')
})

test('one secret cannot be both', () => {
  const SECRET_KEY = random()
  const message = refusal({ ...good(), SECRET_KEY, PEPPER: SECRET_KEY })
  expect(named(message)).toEqual(['PEPPER'])
  expect(message).not.toContain(SECRET_KEY)
})

test('limits cannot be off', () => {
  expect(named(refusal({ ...good(), RATE_LIMITS: 'off' }))).toEqual(['RATE_LIMITS'])
})

test.each([
  ['http://desk.example.org', ['BASE_URL']],
  ['http://192.168.0.7:3000', ['BASE_URL']],
  ['http://localhost.example.org', ['BASE_URL']],
  ['http://localhost:3000', []],
  ['http://desk.localhost:3000', []],
  ['http://127.0.0.1:3000', []],
  ['http://[::1]:3000', []],
])('plain http is for this machine alone: %s', (BASE_URL, faults) => {
  expect(named(refusal({ ...good(), BASE_URL }))).toEqual(faults)
})

test.each([undefined, '', 'development', 'test'])('an https address means production, with NODE_ENV %s', (NODE_ENV) => {
  expect(loadConfig({ ...good(), NODE_ENV }).production).toBe(true)
  expect(named(refusal({ ...good(), NODE_ENV, PEPPER: undefined, RATE_LIMITS: 'off' }))).toEqual([
    'PEPPER',
    'RATE_LIMITS',
  ])
})

test.each(['Production', 'PRODUCTION', 'prod', 'staging'])('NODE_ENV %s is refused', (NODE_ENV) => {
  expect(refusal({ ...good(), NODE_ENV })).toContain('  NODE_ENV must be development, test or production')
})

test('elsewhere the same settings are taken', () => {
  const env = { SECRET_KEY: 'x'.repeat(16), PEPPER: 'x'.repeat(16), RATE_LIMITS: 'off' }
  expect(loadConfig(env).production).toBe(false)
})
