import { describe, expect, test } from 'vitest'
import { lettersTo } from '../support/letters.ts'
import { apiOf, join, joinConfirmed, type Member, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { auditOf, markedFields, textOf } from './reading.ts'

const world = await startApp()
let newcomers = 0
const newcomer = () => join(world, `new${++newcomers}`)
const logIn = (login: string, secret: string) => world.api().post('/api/v1/sessions').send({ login, password: secret })
const actions = async ({ id }: Member) => (await auditOf(world, 'account', id)).map(({ action }) => action)
const passwordForm = (current_password: string, new_password: string, new_password_confirmation = new_password) => ({
  current_password,
  new_password,
  new_password_confirmation,
})

describe('changing the email', () => {
  test.each([
    ['current_password', { email: 'fine@example.com', current_password: 'not my password' }],
    ['current_password', { email: 'fine@example.com', current_password: '' }],
    ['email', { email: 'nonsense', current_password: password }],
  ])('is refused for its %s: %j', async (field, form) => {
    const one = await newcomer()
    const answer = await one.api.put('/me/email', form)
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, field])
    const page = await one.pages.post('/profile/email').type('form').send(form)
    expect([page.status, markedFields(page.text)]).toEqual([422, [field]])
    expect((await one.api.get('/me')).body.email).toBe(one.email)
    expect(await actions(one)).toEqual(['registered'])
  })
})

describe('changing the password', () => {
  test('on the page continues with a new session, and the old password no longer works', async () => {
    const pia = await join(world, 'pia')
    const form = passwordForm(password, 'an even better one')
    await pia.pages.post('/profile/password').type('form').send(form).expect(303).expect('location', '/profile')
    expect(textOf((await pia.pages.get('/profile').expect(200)).text)).toContain('Your password is changed.')
    await logIn('pia', password).expect(422)
    await logIn('pia', 'an even better one').expect(201)
    expect(await actions(pia)).toContain('password_changed')
  })

  test.each(['page', 'api', 'first contract'] as const)('by %s is reported to the owner by mail', async (way) => {
    const name = `owner${++newcomers}`
    const { pages, api, email, token } = await joinConfirmed(world, name)
    if (way === 'page')
      await pages.post('/profile/password').type('form').send(passwordForm(password, 'a better one')).expect(303)
    else if (way === 'api') await api.put('/me/password', { current_password: password, new_password: 'a better one' })
    else
      await world
        .api()
        .post('/profile')
        .set('Authorization', `Bearer ${token}`)
        .send({ old_password: password, new_password: 'a better one', profile_icon: '/profile-icons/red.png' })
        .expect(200)
    await logIn(name, 'a better one').expect(201)
    const letters = await lettersTo(world, email)
    expect(letters.map(({ subject }) => subject)).toEqual(['Your password was changed'])
  })

  test('over the API gives a new token', async () => {
    const { api } = await join(world, 'ina')
    const { body } = await api
      .put('/me/password', { current_password: password, new_password: 'a better one' })
      .expect(200)
    await apiOf(world, body.access_token).get('/me').expect(200)
    await api.get('/me').expect(401)
  })

  test.each([
    ['current_password', passwordForm('not my password', 'a better one')],
    ['new_password', passwordForm(password, 'abc-123')],
    ['new_password', passwordForm(password, 'x'.repeat(129))],
    ['new_password_confirmation', passwordForm(password, 'a better one', 'a bitter one')],
  ])('is refused for its %s', async (field, form) => {
    const one = await newcomer()
    const page = await one.pages.post('/profile/password').type('form').send(form)
    expect([page.status, markedFields(page.text)]).toEqual([422, [field]])
    expect(page.text).not.toContain(form.new_password)
    const { new_password_confirmation, ...body } = form
    if (field !== 'new_password_confirmation') await one.api.put('/me/password', body).expect(422)
    await one.api.get('/me').expect(200)
    await logIn(one.username, password).expect(201)
    expect(await actions(one)).toEqual(['registered'])
  })

  test('by two at the same moment counts once', async () => {
    const kim = await join(world, 'kim')
    const wanted = ['the first password', 'the second password']
    const answers = await Promise.all(
      wanted.map((new_password) => kim.api.put('/me/password', { current_password: password, new_password })),
    )
    const done = answers.filter(({ status }) => status === 200)
    expect(done).toHaveLength(1)
    const logins = await Promise.all(wanted.map((secret) => logIn('kim', secret)))
    expect(logins.map(({ status }) => status)).toEqual(answers.map(({ status }) => (status === 200 ? 201 : 422)))
    expect((await actions(kim)).filter((action) => action === 'password_changed')).toHaveLength(1)
  })
})
