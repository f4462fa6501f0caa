import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config.ts'

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
const named = (message: string) => [...message.matchAll(/^ {2}(\w+): \S+/gm)].map(([, name]) => name)

test('random secrets and an address are fit for production', () => {
  for (let n = 0; n < 200; n += 1) expect(refusal(good())).toBe('')
})

test.each(['SECRET_KEY', 'PEPPER', 'BASE_URL'])('%s must be there', (name) => {
  for (const missing of [undefined, '']) expect(named(refusal({ ...good(), [name]: missing }))).toEqual([name])
})

const weak = [
  'short-but-17-long',
  'x'.repeat(64),
  'ab'.repeat(32),
  'change-me-please-change-me-please-0123',
  'ThisIsTheSecretOfTheDeskThatNobodyKnows',
  'correct horse password staple and more',
  'an-example-of-a-long-key-for-everybody',
]

test.each(['SECRET_KEY', 'PEPPER'])('a weak %s is named, and never shown', (name) => {
  for (const value of weak) {
    const message = refusal({ ...good(), [name]: value })
    expect(named(message), value).toEqual([name])
    expect(message).not.toContain(value)
  }
})

test('all that is wrong is named at once', () => {
  const message = refusal({ NODE_ENV: 'production', SECRET_KEY: weak[0], PEPPER: weak[1], RATE_LIMITS: 'off' })
  expect(named(message)).toEqual(['SECRET_KEY', 'PEPPER', 'BASE_URL', 'RATE_LIMITS'])
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

test('elsewhere the same settings are taken', () => {
  const env = { SECRET_KEY: 'x'.repeat(16), PEPPER: 'x'.repeat(16), RATE_LIMITS: 'off' }
  expect(loadConfig(env).production).toBe(false)
})
