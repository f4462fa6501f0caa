import { describe, expect, test } from 'vitest'
import { openSecret, resealSecret, sealSecret } from '#people/second-factor/secrets.ts'
import { apiOf, join } from '../support/people.ts'
import { startApp, type World } from '../support/world.ts'
import { codeOf, halfToken, protect } from './authenticator-app.ts'

const world = await startApp()
const { config } = world.ctx

test('a secret is sealed differently each time, and opened only whole', () => {
  const [one, two] = [sealSecret(config, 'JBSWY3DPEHPK3PXP'), sealSecret(config, 'JBSWY3DPEHPK3PXP')]
  expect(one).not.toBe(two)
  expect(openSecret(config, one)).toBe('JBSWY3DPEHPK3PXP')
  const letter = one.at(20) === 'A' ? 'B' : 'A'
  expect(() => openSecret(config, one.slice(0, 20) + letter + one.slice(21))).toThrow()
  expect(() => openSecret(config, one.slice(0, -4))).toThrow()
  expect(resealSecret(config, one)).toBe(one)
})

describe('a new pepper', async () => {
  const [older, newer] = ['the older pepper for tests', 'the newer pepper for tests']
  const before = await startApp({ env: { PEPPER: older } })
  const shared = { database: before.database, clock: before.clock }
  const between = await startApp({ ...shared, env: { PEPPER: newer, PREVIOUS_PEPPERS: older } })
  const after = await startApp({ ...shared, env: { PEPPER: newer } })

  test('takes over with the next code, while the old one is still named', async () => {
    const kim = await join(before, 'kim')
    const { secret } = await protect(before, kim)
    const logIn = async (at: World) =>
      apiOf(at, await halfToken(at, kim)).post('/sessions/second-step', { code: codeOf(at, secret) })
    await logIn(between).then(({ status }) => expect(status).toBe(201))
    before.clock.advance(30_000)
    await logIn(after).then(({ status }) => expect(status).toBe(201))
  })
})
