import { describe, expect, test } from 'vitest'
import { minute } from '../support/clock.ts'
import { newestToken } from '../support/letters.ts'
import { join, joinConfirmed, type Member, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { codeOf, protect } from '../two-factor/authenticator-app.ts'

const world = await startApp({ env: { RATE_LIMITS: 'on', TRUST_PROXY: '1' } })

const post = (at: string, path: string, body: object) =>
  world.api().post(`/api/v1${path}`).set('X-Forwarded-For', at).send(body)
const logIn = ({ username }: Pick<Member, 'username'>, at: string, secret = password) =>
  post(at, '/sessions', { login: username, password: secret })

const [home, sameNetwork, abroad] = ['2001:db8:1:1::1', '2001:db8:1:1::2', '198.51.100.7']
async function guessAway(member: Pick<Member, 'username'>, at: string) {
  for (let n = 0; n < 5; n++) await logIn(member, at, 'a wrong password').expect(422)
  await logIn(member, at, 'a wrong password').expect(429)
}

describe('strangers who guess', () => {
  test('keep no program out that has logged in from its address before', async () => {
    const owner = await join(world, 'owner')
    await logIn(owner, home).expect(201)
    await guessAway(owner, abroad)
    await logIn(owner, home).expect(201)
    await logIn(owner, '198.51.100.8').expect(429)
  })

  test('are limited at a known address too, with the same words and headers as at an unknown name', async () => {
    const member = await join(world, 'member')
    await logIn(member, '192.0.2.1').expect(201)
    await guessAway(member, '192.0.2.1')
    const known = await logIn(member, '192.0.2.1', 'wrong')
    await guessAway({ username: 'nobody' }, '192.0.2.2')
    const unknown = await logIn({ username: 'nobody' }, '192.0.2.2', 'wrong')
    expect(known.body.detail).toBe(unknown.body.detail)
    expect(known.get('ratelimit-policy')).toBe(unknown.get('ratelimit-policy'))
    await logIn(member, '192.0.2.3').expect(201)
  })

  test('are limited in the same IPv6 network, and no longer known once the password has changed', async () => {
    const lea = await join(world, 'lea')
    await logIn(lea, home).expect(201)
    await guessAway(lea, sameNetwork)
    world.clock.advance(11 * minute)
    const change = { current_password: password, new_password: 'another horse battery' }
    await lea.api.put('/me/password', change).expect(200)
    await guessAway(lea, abroad)
    await logIn(lea, home, change.new_password).expect(429)
  })

  test('keep nobody out who has chosen a new password by a link that was mailed, where they did', async () => {
    const max = await joinConfirmed(world, 'max')
    await guessAway(max, '198.51.100.21')
    await post(home, '/password-resets', { login: max.email }).expect(204)
    const new_password = 'another horse battery'
    const token = await newestToken(world, max.email)
    await post(home, '/password-resets/current', { token, new_password }).expect(204)
    await logIn(max, home, new_password).expect(201)
    await logIn(max, '198.51.100.9', new_password).expect(429)
  })

  test('keep nobody out who has confirmed an address, where they did', async () => {
    const uma = await join(world, 'uma')
    await uma.api.post('/me/email-confirmation').expect(204)
    const token = await newestToken(world, uma.email)
    await post(home, '/email-confirmations', { token }).expect(204)
    await guessAway(uma, '198.51.100.23')
    await logIn(uma, home).expect(201)
  })

  test('keep nobody out who has logged out all their other devices', async () => {
    const ina = await join(world, 'ina')
    const { access_token } = (await logIn(ina, home).expect(201)).body
    const all = world.api().delete('/api/v1/me/sessions').set('X-Forwarded-For', home)
    await all.set('Authorization', `Bearer ${access_token}`).expect(204)
    await guessAway(ina, '198.51.100.22')
    await logIn(ina, home).expect(201)
  })

  test('keep nobody from the second step either', async () => {
    const sam = await join(world, 'sam')
    const { secret } = await protect(world, sam)
    const step = async (at: string, code: string) => {
      const { access_token } = (await logIn(sam, at).expect(201)).body
      return post(at, '/sessions/second-step', { code }).set('Authorization', `Bearer ${access_token}`)
    }
    expect((await step('192.0.2.9', codeOf(world, secret))).status).toBe(201)
    for (let n = 0; n < 5; n++) expect((await step(abroad, 'wrong')).status).toBe(422)
    expect((await step(abroad, 'wrong')).status).toBe(429)
    world.clock.advance(30_000)
    expect((await step('192.0.2.9', codeOf(world, secret))).status).toBe(201)
  })
})
