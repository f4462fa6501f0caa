import { describe, expect, test } from 'vitest'
import { textOf } from '../accounts/reading.ts'
import { minute } from '../support/clock.ts'
import { apiOf, join, type Member, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { atOnce, protect } from '../two-factor/authenticator-app.ts'

const world = await startApp({ env: { RATE_LIMITS: 'on' } })

let people = 0
const somebody = () => join(world, `p${people++}`)
const new_password = 'a password of the thief'
const form = (member: Member, path: string, fields: object) =>
  member.pages.post(path).type('form').send(fields).redirects(0)

type Try = (member: Member, current_password: string) => PromiseLike<{ status: number; text: string; headers: object }>

/** Every route that asks for one's own password, on pages and in the API. */
const attempts: [string, Try][] = [
  [
    'page /profile/email',
    (m, current_password) => form(m, '/profile/email', { email: 'x@example.com', current_password }),
  ],
  [
    'page /profile/password',
    (m, current_password) =>
      form(m, '/profile/password', { current_password, new_password, new_password_confirmation: new_password }),
  ],
  ['page /profile/deletion', (m, current_password) => form(m, '/profile/deletion', { current_password })],
  [
    'page /profile/two-factor/enrolment',
    (m, current_password) => form(m, '/profile/two-factor/enrolment', { current_password }),
  ],
  [
    'page /profile/passkeys',
    (m, current_password) => form(m, '/profile/passkeys', { current_password, name: 'Laptop', response: '' }),
  ],
  [
    'page /profile/passkeys/options',
    (m, current_password) => form(m, '/profile/passkeys/options', { current_password, name: 'Laptop', response: '' }),
  ],
  ['api /me/email', (m, current_password) => m.api.put('/me/email', { email: 'x@example.com', current_password })],
  ['api /me/password', (m, current_password) => m.api.put('/me/password', { current_password, new_password })],
  ['api /me/deletion', (m, current_password) => m.api.post('/me/deletion', { current_password })],
  ['api /me/two-factor', (m, current_password) => m.api.post('/me/two-factor', { current_password })],
  ['api /me/passkeys/options', (m, current_password) => m.api.post('/me/passkeys/options', { current_password })],
  [
    'classic /profile',
    (m, old_password) =>
      world
        .api()
        .post('/profile')
        .set('Authorization', `Bearer ${m.token}`)
        .send({ old_password, new_password: '', profile_icon: 'teal' }),
  ],
]

describe('guessing the own password with a stolen session', () => {
  test.each(attempts)('at %s is stopped after five', async (way, act) => {
    const victim = await somebody()
    for (let n = 0; n < 5; n += 1) expect([400, 403, 422]).toContain((await act(victim, `guess ${n}`)).status)
    const stopped = await act(victim, password)
    expect(stopped.status).toBe(429)
    const text = way.startsWith('page') ? textOf(stopped.text) : stopped.text
    expect(text).toContain('That was tried too often. Please wait 10 minutes and try again.')
    expect(stopped.headers).toMatchObject({ 'retry-after': '600' })
    await victim.api.get('/me').expect(200)
    world.clock.advance(10 * minute)
    expect((await act(victim, password)).status).toBeLessThan(500)
    expect((await act(victim, password)).status).not.toBe(429)
  })

  test('is stopped after five in all, by turns at everything, from every session', async () => {
    const victim = await somebody()
    const { body } = await world.api().post('/api/v1/sessions').send({ login: victim.username, password }).expect(201)
    const other = { ...victim, api: apiOf(world, body.access_token), token: body.access_token }
    const statuses: number[] = []
    for (const [n, [, act]] of attempts.entries()) statuses.push((await act(n % 2 ? other : victim, 'a guess')).status)
    expect(statuses.slice(0, 5)).not.toContain(429)
    expect(statuses.slice(5)).toEqual(Array(attempts.length - 5).fill(429))
  })

  test('twenty times at once gets five answers', async () => {
    const victim = await somebody()
    const answers = await atOnce(20, () => victim.api.post('/me/deletion', { current_password: 'a guess' }))
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15)
  })

  test('with two-factor login too, code or not', async () => {
    const victim = await somebody()
    await protect(world, victim)
    const proof = { current_password: 'a guess', code: '123456' }
    for (let n = 0; n < 5; n += 1) await victim.api.post('/me/two-factor/deletion', proof).expect(422)
    await victim.api.post('/me/two-factor/recovery-codes', proof).expect(429)
    await victim.api.post('/me/deletion', { current_password: password }).expect(429)
  })

  test('does not use up the tries of a login, nor the other way round', async () => {
    const { username, api } = await somebody()
    for (let n = 0; n < 5; n += 1) await api.post('/me/deletion', { current_password: 'a guess' }).expect(422)
    world.clock.advance(minute)
    await world.api().post('/api/v1/sessions').send({ login: username, password }).expect(201)
  })

  test('ends with the right one, which gives the tries back', async () => {
    const { api } = await somebody()
    for (let round = 0; round < 3; round += 1) {
      for (let n = 0; n < 4; n += 1)
        await api.put('/me/email', { email: 'x@example.com', current_password: 'a guess' }).expect(422)
      await api.post('/me/passkeys/options', { current_password: password }).expect(200)
    }
  })
})
