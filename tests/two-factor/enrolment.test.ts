import { describe, expect, test } from 'vitest'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { auditOf, markedFields, textOf } from '../accounts/reading.ts'
import { minute } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { atOnce, codeOf, protect, wrongCode } from './authenticator-app.ts'

const world = await startApp()
const base = '/profile/two-factor'

const rowsOf = (table: 'authenticators' | 'recovery_codes', id: number) =>
  world.ctx.db.selectFrom(table).selectAll().where('account_id', '=', id).execute()

const noticesOf = async (id: number) => {
  const jobs = await world.ctx.db.selectFrom('jobs').select('payload').where('kind', '=', 'notice').execute()
  return jobs.map(({ payload }) => JSON.parse(payload)).filter(({ account_id }) => account_id === id)
}

describe('turning two-factor login on', () => {
  test('takes the password, then one code, and gives ten recovery codes once: on pages', async () => {
    const kim = await join(world, 'kim')
    expect(textOf((await kim.pages.get(base).expect(200)).text)).toContain('It is off')

    await kim.pages.post(`${base}/enrolment`).type('form').send({ current_password: password }).expect(303)
    const begun = (await kim.pages.get(base).expect(200)).text
    const secret = /id="key">([A-Z2-7 ]+)</.exec(begun)?.[1]?.replaceAll(' ', '') ?? ''
    expect(begun).toContain('<svg xmlns="http://www.w3.org/2000/svg"')
    expect(begun).not.toMatch(/ style=/)
    expect(begun).toContain(`otpauth://totp/SupportMe:kim?issuer=SupportMe&amp;secret=${secret}`)

    const code = codeOf(world, secret)
    const done = await kim.pages.post(`${base}/confirmation`).type('form').send({ code }).expect(200)
    const items = pageOf(done.text)
      .all('listitem')
      .map(({ text }) => text)
    const codes = items.filter((text) => /^[\da-z]{4}(-[\da-z]{4}){3}$/.test(text))
    expect(new Set(codes).size).toBe(10)
    const later = (await kim.pages.get(base).expect(200)).text
    expect(textOf(later)).toContain('It is on')
    for (const hidden of [secret, ...codes]) expect(later).not.toContain(hidden)
    const stored = JSON.stringify([await rowsOf('authenticators', kim.id), await rowsOf('recovery_codes', kim.id)])
    for (const hidden of [secret, ...codes, ...codes.map((one) => one.replaceAll('-', ''))])
      expect(stored).not.toContain(hidden)
    expect((await auditOf(world, 'account', kim.id)).map(({ action }) => action)).toEqual([
      'registered',
      'two_factor_on',
    ])
  })

  test('works over the API alike', async () => {
    const { api } = await join(world, 'ann')
    expect((await api.get('/me/two-factor').expect(200)).body).toMatchObject({ state: 'off', enrolment: null })
    const { body: begun } = await api.post('/me/two-factor', { current_password: password }).expect(201)
    expect((await api.get('/me/two-factor').expect(200)).body).toMatchObject({ state: 'begun', enrolment: begun })
    const code = codeOf(world, begun.secret)
    const { body } = await api.post('/me/two-factor/confirmation', { code }).expect(200)
    expect(body.recovery_codes).toHaveLength(10)
    const on = { state: 'on', enrolment: null, recovery_codes_left: 10 }
    expect((await api.get('/me/two-factor').expect(200)).body).toEqual(on)
  })

  test('needs the right password', async () => {
    const eva = await join(world, 'eva')
    const wrong = { current_password: 'not the password' }
    const page = await eva.pages.post(`${base}/enrolment`).type('form').send(wrong).expect(422)
    expect(markedFields(page.text)).toEqual(['current_password'])
    await eva.api.post('/me/two-factor', wrong).expect(422)
    expect(await rowsOf('authenticators', eva.id)).toEqual([])
  })

  test('needs the right code, which the refused form does not show again', async () => {
    const bob = await join(world, 'bob')
    const { body } = await bob.api.post('/me/two-factor', { current_password: password }).expect(201)
    const code = wrongCode(world, body.secret)
    const page = await bob.pages.post(`${base}/confirmation`).type('form').send({ code }).expect(422)
    expect(markedFields(page.text)).toEqual(['code'])
    expect(page.text).not.toContain(`value="${code}"`)
    expect(page.text).toContain('<svg xmlns')
    await bob.api.post('/me/two-factor/confirmation', { code }).expect(422)
    expect((await bob.api.get('/me/two-factor')).body.state).toBe('begun')
  })

  test('is over after half an hour', async () => {
    const ida = await join(world, 'ida')
    const { body } = await ida.api.post('/me/two-factor', { current_password: password }).expect(201)
    world.clock.advance(31 * minute)
    const code = codeOf(world, body.secret)
    expect((await ida.api.post('/me/two-factor/confirmation', { code }).expect(409)).body.code).toBe('not_begun')
    await ida.pages.post(`${base}/confirmation`).type('form').send({ code }).expect(409)
    expect((await ida.api.get('/me/two-factor')).body).toMatchObject({ state: 'off', enrolment: null })
  })

  test('a new key invalidates the earlier one', async () => {
    const lea = await join(world, 'lea')
    const first = await lea.api.post('/me/two-factor', { current_password: password }).expect(201)
    await lea.api.post('/me/two-factor', { current_password: password }).expect(201)
    await lea.api.post('/me/two-factor/confirmation', { code: codeOf(world, first.body.secret) }).expect(422)
  })

  test('happens once, however many send the code at once, and cannot be begun again', async () => {
    const max = await join(world, 'max')
    const { body } = await max.api.post('/me/two-factor', { current_password: password }).expect(201)
    const code = codeOf(world, body.secret)
    const answers = await atOnce(20, () => max.api.post('/me/two-factor/confirmation', { code }))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(409)])
    expect(await rowsOf('recovery_codes', max.id)).toHaveLength(10)
    await max.api.post('/me/two-factor', { current_password: password }).expect(409)
    await max.pages.post(`${base}/enrolment`).type('form').send({ current_password: password }).expect(409)
    expect((await max.api.get('/me/two-factor')).body.state).toBe('on')
  })

  test('sends a mail to a confirmed address', async () => {
    const [ina, jo] = [await join(world, 'ina'), await join(world, 'jo')]
    await updateAccount(world.ctx, ina.id, { email_verified_at: 1 })
    for (const one of [ina, jo]) await protect(world, one)
    expect(await noticesOf(ina.id)).toMatchObject([{ to: ina.email, sentence: expect.stringContaining('turned on') }])
    expect(await noticesOf(jo.id)).toEqual([])
  })
})
