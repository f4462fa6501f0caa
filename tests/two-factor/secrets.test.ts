import { describe, expect, test } from 'vitest'
import { hashPassword } from '#people/accounts/passwords.ts'
import { beginEnrolment, confirmEnrolment, twoFactorState } from '#people/second-factor/enrolment.ts'
import { openSecret, resealSecret, sealSecret } from '#people/second-factor/secrets.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { apiOf, join, password } from '../support/people.ts'
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
  expect(resealSecret(config, one, 'JBSWY3DPEHPK3PXP')).toBe(one)
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

  test('that is lost leaves the recovery codes, with which the app is set up again', async () => {
    const jan = await join(before, 'jan')
    const { secret, recovery_codes } = await protect(before, jan)
    await updateAccount(after.ctx, jan.id, { password_hash: await hashPassword(after.ctx.config, password) })
    const finish = async (code = '') =>
      apiOf(after, await halfToken(after, jan)).post('/sessions/second-step', { code })
    const refused = await finish(codeOf(after, secret))
    expect(refused.body.errors).toMatchObject([
      { field: 'code', message: expect.stringContaining('Use a recovery code') },
    ])
    const { access_token } = (await finish(recovery_codes[0])).body
    const api = apiOf(after, access_token)
    const proof = { current_password: password, code: recovery_codes[1] }
    await api.post('/me/two-factor/deletion', proof).expect(204)
    await api.post('/me/two-factor', { current_password: password }).expect(201)
  })

  test('that is lost ends what was begun with it', async () => {
    const ida = await join(before, 'ida')
    await beginEnrolment(before.ctx, ida.actor, password)
    expect(await twoFactorState(after.ctx, ida.actor)).toMatchObject({ state: 'off' })
    await expect(confirmEnrolment(after.ctx, ida.actor, '123456')).rejects.toThrow('Start again')
  })
})
