import { describe, expect, test } from 'vitest'
import { deletePortion } from '#platform/db/retention.ts'
import { limitRetention } from '#platform/limits/retention.ts'
import { FakeClock, hour, minute } from '../support/clock.ts'
import { join, password } from '../support/people.ts'
import { startApp, type World } from '../support/world.ts'
import { atOnce } from '../two-factor/authenticator-app.ts'

const clock = new FakeClock()
const on = { RATE_LIMITS: 'on' }
const first = await startApp({ clock, env: on })
const second = await startApp({ clock, env: on, database: first.database })
// Started before any test: two connections to one file in one process wait for each other when a write meets the
// transaction of a start.
const restarted = await startApp({ clock, env: on, database: first.database })
const proxied = await startApp({ env: { ...on, TRUST_PROXY: '1' } })

let people = 0
const newName = () => `l${people++}`
const logIn = (world: World, login: string, secret = 'a wrong password', address?: string) => {
  const request = world.api().post('/api/v1/sessions')
  return (address ? request.set('X-Forwarded-For', address) : request).send({ login, password: secret })
}
const register = (world: World) => {
  const username = newName()
  return world
    .api()
    .post('/api/v1/accounts')
    .send({ username, email: `${username}@example.com`, password })
}
const forget = (world: World, login: string) => world.api().post('/api/v1/password-resets').send({ login })
const open = (member: Awaited<ReturnType<typeof join>>) =>
  member.api.post('/tickets', { title: 'My lost umbrella', message: 'I left it in room 2.' })

/** Sends until the limit is reached. @returns how many requests were accepted, and the refusal */
async function untilRefused(act: (n: number) => PromiseLike<Answer>, most = 60) {
  for (let taken = 0; taken < most; taken += 1) {
    const answer = await act(taken)
    if (answer.status === 429) return { taken, refusal: answer }
  }
  throw new Error('it is never too often')
}
type Answer = Awaited<ReturnType<typeof logIn>>

/** Empties all buckets: their windows end, and the pruning job runs. */
async function longAfter(world = first) {
  world.clock.advance(2 * hour)
  await deletePortion(world.ctx, limitRetention, 10_000)
}

describe('of guessing', () => {
  test('at one account five are taken in ten minutes, whatever the name is written like', async () => {
    await longAfter()
    const { username } = await join(first, newName())
    const spellings = [username, username.toUpperCase(), ` ${username} `]
    const { taken, refusal } = await untilRefused((n) => logIn(first, spellings[n % 3] as string))
    expect(taken).toBe(5)
    expect(refusal.headers['retry-after']).toBe('600')
    expect(refusal.body).toMatchObject({ code: 'too_many', retry_after: 600 })
    clock.advance(10 * minute - 1000)
    expect((await logIn(first, username)).headers['retry-after']).toBe('1')
    clock.advance(1000)
    expect((await logIn(first, username)).status).toBe(422)
  })

  test('from one address ten are accepted, for any accounts, over both processes', async () => {
    await longAfter()
    const { taken } = await untilRefused((n) => logIn(n % 2 ? first : second, newName()))
    expect(taken).toBe(10)
    const page = await second.visitor().post('/login').type('form').send({ login: newName(), password: 'x' })
    expect([page.status, page.headers['retry-after']]).toEqual([429, '600'])
    expect(page.text).toContain('That was tried too often. Please wait 10 minutes and try again.')
    expect(page.text).toContain('action="/login"')
  })

  test('twenty at once never exceed it', async () => {
    await longAfter()
    const { username } = await join(first, newName())
    let n = 0
    const answers = await atOnce(20, () => logIn(n++ % 2 ? first : second, username))
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15)
  })

  test('is still limited after a restart', async () => {
    await longAfter()
    const { username } = await join(first, newName())
    await untilRefused(() => logIn(first, username))
    expect(await logIn(restarted, username, password)).toMatchObject({ status: 429 })
  })

  test('another address in X-Forwarded-For evades nothing where no proxy is trusted', async () => {
    await longAfter()
    const { taken } = await untilRefused((n) => logIn(first, newName(), 'wrong', `203.0.113.${n}`))
    expect(taken).toBe(10)
  })

  test('counts each client where a proxy is trusted, and only what the proxy itself says', async () => {
    const one = await untilRefused(() => logIn(proxied, newName(), 'wrong', '203.0.113.1'))
    expect(one.taken).toBe(10)
    expect((await logIn(proxied, newName(), 'wrong', '203.0.113.2')).status).toBe(422)
    expect((await logIn(proxied, newName(), 'wrong', '198.51.100.7, 203.0.113.1')).status).toBe(429)
  })

  test('a right password gives the account its tries back', async () => {
    await longAfter()
    const { username } = await join(first, newName())
    for (let n = 0; n < 4; n += 1) await logIn(first, username)
    await logIn(first, username, password).expect(201)
    expect((await logIn(first, username)).status).toBe(422)
  })

  test.each([
    ['at their account', 5],
    ['in their network at whose account ever', 10],
  ])('%s does not lock out the victim in a browser that logged in before', async (_where, most) => {
    await longAfter()
    const { username } = await join(first, newName())
    const visit = () => first.visitor().set('User-Agent', 'Firefox')
    const known = visit()
    const form = { login: username, password }
    await known.post('/login').type('form').send(form).expect(303)
    await known.post('/logout').type('form').send({}).expect(303)
    const { taken } = await untilRefused(() => logIn(first, most === 5 ? username : newName()))
    expect(taken).toBe(most)
    await visit().post('/login').type('form').send(form).expect(429)
    await known.post('/login').type('form').send(form).expect(303).expect('location', '/home')
    await visit().post('/login').type('form').send(form).expect(429)
  })
})

describe('by client address', () => {
  // Requests for mails are fast, as no password is hashed.
  const ask = (address: string) => forget(proxied, newName()).set('X-Forwarded-For', address)

  test('counts a whole IPv6 /64 as one client, however it is written', async () => {
    expect((await untilRefused((n) => ask(`2001:DB8:1:2::${n}`))).taken).toBe(5)
    await ask('[2001:db8:1:2:ffff::1]:443').expect(429)
    await ask('2001:db8:1:3::1').expect(204)
  })

  test('counts IPv4 alike where IPv6 carries it', async () => {
    expect((await untilRefused(() => ask('203.0.113.9'))).taken).toBe(5)
    await ask('::ffff:203.0.113.9').expect(429)
    await ask('203.0.113.9:4711').expect(429)
  })

  test('counts what the proxy names without an address as the proxy’s own', async () => {
    expect((await untilRefused((n) => ask(`unknown-${n}`))).taken).toBe(5)
  })
})

describe('of other things', () => {
  test('a taken name and a weak password are no registration; after 25 tries in an hour no answer reveals taken names', async () => {
    await longAfter()
    const { username } = await join(first, newName())
    const email = `${newName()}@example.com`
    const post = (username: string, secret = password) =>
      first.api().post('/api/v1/accounts').send({ username, email, password: secret })
    for (let n = 0; n < 30; n += 1) await post(newName(), 'password1').expect(422)
    for (let n = 0; n < 20; n += 1) await post(username).expect(422)
    for (let n = 0; n < 5; n += 1) await register(first).expect(201)
    const [taken, free] = [await post(username).expect(429), await post(newName()).expect(429)]
    expect(taken.headers['ratelimit-policy']).toBe(free.headers['ratelimit-policy'])
  })

  test('five register from an address in an hour', async () => {
    await longAfter()
    const { taken, refusal } = await untilRefused(() => register(first))
    expect([taken, refusal.headers['retry-after']]).toEqual([5, '3600'])
    clock.advance(hour)
    await register(second).expect(201)
  })

  test('three mails are asked for by an account’s name, and five from an address', async () => {
    await longAfter()
    const name = newName()
    expect((await untilRefused(() => forget(first, name))).taken).toBe(3)
    await longAfter()
    expect((await untilRefused((n) => forget(n % 2 ? first : second, newName()))).taken).toBe(5)
    await longAfter()
    const kim = await join(first, newName())
    expect((await untilRefused(() => kim.api.post('/me/email-confirmation'))).taken).toBe(3)
    await longAfter()
    const again = () => first.visitor().post('/verify/again').type('form').send({ login: name }).redirects(0)
    expect((await untilRefused(again)).taken).toBe(3)
  })

  test('ten tickets are opened by a customer, and thirty from an address', async () => {
    await longAfter()
    const kim = await join(first, newName())
    expect((await untilRefused(() => open(kim))).taken).toBe(10)
    const others = [await join(first, newName()), await join(first, newName()), await join(first, newName())]
    expect((await untilRefused((n) => open(others[n % 3] as typeof kim))).taken).toBe(20)
  })

  test('each has a bucket of its own', async () => {
    await longAfter()
    const { username } = await join(first, newName())
    await untilRefused(() => logIn(first, username))
    await register(first).expect(201)
    await forget(first, username).expect(204)
  })
})

describe('on the API', () => {
  test('headers tell what is left', async () => {
    await longAfter()
    const { headers } = await register(first).expect(201)
    expect(headers['ratelimit-policy']).toBe('"registration";q=5;w=3600')
    expect(headers.ratelimit).toBe('"registration";r=4;t=3600')
    expect(headers).not.toHaveProperty('retry-after')
    const failed = await logIn(first, newName())
    expect(failed.headers.ratelimit).toBe('"login-address";r=9;t=600, "login-name";r=4;t=600')
    expect(failed.headers['ratelimit-policy']).toBe('"login-address";q=10;w=600, "login-name";q=5;w=600')
    const { refusal } = await untilRefused(() => register(first))
    expect(refusal.headers.ratelimit).toBe('"registration";r=0;t=3600')
    expect(refusal.headers['content-type']).toContain('application/problem+json')
  })
})
