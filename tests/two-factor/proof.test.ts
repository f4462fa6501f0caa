import { describe, expect, test } from 'vitest'
import { getAccount } from '#people/accounts/accounts.ts'
import { resetTwoFactor } from '#people/second-factor/reset.ts'
import { startSession } from '#people/sessions/sessions.ts'
import { auditOf, markedFields } from '../accounts/reading.ts'
import { lettersTo } from '../support/letters.ts'
import { apiOf, join, joinConfirmed, type Member, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { atOnce, codeOf, failedLogins, halfToken, type Protected, protect, wrongCode } from './authenticator-app.ts'

const world = await startApp()
const limited = await startApp({ env: { RATE_LIMITS: 'on' } })
const stateOf = async ({ api }: Member) => (await api.get('/me/two-factor').expect(200)).body.state
const actionsOf = async ({ id }: Member) => (await auditOf(world, 'account', id)).map(({ action }) => action)

const actions = [
  ['recovery-codes', 200, 200],
  ['deletion', 303, 204],
] as const

describe.each(actions)('/two-factor/%s', (action, onPage, overApi) => {
  const page = (member: Member, form: object) =>
    member.pages.post(`/profile/two-factor/${action}`).type('form').send(form)
  const api = (member: Member, body: object) => member.api.post(`/me/two-factor/${action}`, body)
  const name = (start: string) => `${start}${action.slice(0, 3)}`
  const proof = (code: string | undefined) => ({ current_password: password, code })

  test('needs the password and a code: refused without either, on page and API', async () => {
    const kim = await join(world, name('kim'))
    const { secret } = await protect(world, kim)
    const wrong = wrongCode(world, secret)
    const codeWasWrong = await page(kim, proof(wrong)).expect(422)
    expect(markedFields(codeWasWrong.text)).toEqual(['code'])
    expect(codeWasWrong.text).not.toContain(`value="${wrong}"`)
    const bad = { current_password: 'not the password', code: codeOf(world, secret) }
    expect(markedFields((await page(kim, bad).expect(422)).text)).toEqual(['current_password'])
    await api(kim, proof(wrong)).expect(422)
    await api(kim, bad).expect(422)
    expect(await stateOf(kim)).toBe('on')
    expect((await failedLogins(world, kim.id)).map(({ reason }) => reason)).toEqual(['second_step', 'second_step'])
    expect(await actionsOf(kim)).toEqual(['registered', 'two_factor_on', 'login_failed', 'login_failed'])
  })

  test('works with a code of the app, and with a recovery code', async () => {
    const [ann, bob] = [await join(world, name('ann')), await join(world, name('bob'))]
    const hers = await protect(world, ann)
    const his = await protect(world, bob)
    await page(ann, proof(codeOf(world, hers.secret))).expect(onPage)
    await api(bob, proof(his.recovery_codes[9])).expect(overApi)
    for (const one of [ann, bob])
      expect((await actionsOf(one)).at(-1)).toBe(action === 'deletion' ? 'two_factor_off' : 'recovery_codes_renewed')
  })

  test('takes a code once, even sent 20 times at once', async () => {
    const eva = await join(world, name('eva'))
    const { secret } = await protect(world, eva)
    const code = codeOf(world, secret)
    const answers = await atOnce(20, () => api(eva, proof(code)))
    expect(answers.filter(({ status }) => status === overApi)).toHaveLength(1)
    const refused = action === 'deletion' ? 409 : 422
    expect(answers.filter(({ status }) => status === refused)).toHaveLength(19)
  })

  test('takes no code that a login has used', async () => {
    const ida = await join(world, name('ida'))
    const { secret } = await protect(world, ida)
    const code = codeOf(world, secret)
    await apiOf(world, await halfToken(world, ida))
      .post('/sessions/second-step', { code })
      .expect(201)
    await api(ida, proof(code)).expect(422)
  })

  test('is refused where two-factor login is off', async () => {
    const jo = await join(world, name('jo'))
    expect((await api(jo, proof('123456')).expect(409)).body.code).toBe('two_factor_off')
    await page(jo, proof('123456')).expect(409)
  })

  test('is limited like the second step of a login', async () => {
    const max = await join(limited, name('max'))
    const { secret } = await protect(limited, max)
    for (let count = 0; count < 5; count++)
      await max.api.post(`/me/two-factor/${action}`, proof(wrongCode(limited, secret))).expect(422)
    await max.api.post(`/me/two-factor/${action}`, proof(codeOf(limited, secret))).expect(429)
  })

  test('by a session without the password keeps its owner from no second step', async () => {
    const leo = await join(limited, name('leo'))
    const { secret } = await protect(limited, leo)
    const guess = { ...proof(wrongCode(limited, secret)), current_password: 'not the password' }
    for (let count = 0; count < 6; count++)
      await leo.api.post(`/me/two-factor/${action}`, guess).expect(count < 5 ? 422 : 429)
    const account = await getAccount(limited.ctx, leo.id)
    const { token } = await startSession(limited.ctx, account, { second_factor_required: true })
    await apiOf(limited, token)
      .post('/sessions/second-step', { code: codeOf(limited, secret) })
      .expect(201)
  })
})

test('new recovery codes invalidate the old ones, and their owner is notified', async () => {
  const kim = await joinConfirmed(world, 'kim')
  const { secret, recovery_codes: old } = await protect(world, kim)
  const renewal = { current_password: password, code: codeOf(world, secret) }
  const { body } = await kim.api.post('/me/two-factor/recovery-codes', renewal).expect(200)
  expect(new Set([...old, ...body.recovery_codes]).size).toBe(20)
  const half = apiOf(world, await halfToken(world, kim))
  await half.post('/sessions/second-step', { code: old[0] }).expect(422)
  await half.post('/sessions/second-step', { code: body.recovery_codes[0] }).expect(201)
  const letters = await lettersTo(world, kim.email)
  expect(letters.map(({ text }) => text).join()).toContain('New recovery codes were made for your account')
})

test('once it is off the password is enough, and a new key is a new beginning', async () => {
  const lea = await join(world, 'lea')
  const { secret }: Protected = await protect(world, lea)
  await lea.api.post('/me/two-factor/deletion', { current_password: password, code: codeOf(world, secret) }).expect(204)
  const { body } = await world.api().post('/api/v1/sessions').send({ login: 'lea', password }).expect(201)
  expect(body.second_factor_required).toBe(false)
  expect((await protect(world, lea)).secret).not.toBe(secret)
})

describe('an admin’s reset', () => {
  test('turns it off, is audited, and the person is notified', async () => {
    const [boss, tom] = [await join(world, 'boss', 'admin'), await join(world, 'tom')]
    await protect(world, tom)
    await resetTwoFactor(world.ctx, boss.id, tom.id)
    expect(await stateOf(tom)).toBe('off')
    expect((await auditOf(world, 'account', tom.id)).at(-1)).toMatchObject({
      action: 'two_factor_reset',
      actor_id: boss.id,
    })
    const jobs = await world.ctx.db.selectFrom('jobs').select('payload').where('kind', '=', 'notice').execute()
    expect(jobs.map(({ payload }) => JSON.parse(payload))).toContainEqual(
      expect.objectContaining({ account_id: tom.id, to: tom.email, sentence: expect.stringContaining('admin') }),
    )
    await expect(resetTwoFactor(world.ctx, boss.id, tom.id)).rejects.toMatchObject({ code: 'two_factor_off' })
  })

  test('happens once, even asked for 20 times at once', async () => {
    const uwe = await join(world, 'uwe')
    await protect(world, uwe)
    const resets = await Promise.allSettled(Array.from({ length: 20 }, () => resetTwoFactor(world.ctx, null, uwe.id)))
    expect(resets.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await actionsOf(uwe)).filter((action) => action === 'two_factor_reset')).toHaveLength(1)
  })
})
