import { describe, expect, test } from 'vitest'
import { addressKey } from '#lib/ip-address.ts'
import { limits } from '#people/accounts/limits.ts'
import { countRefusedAttempt } from '#people/accounts/refused-attempts.ts'
import { makeLink } from '#people/email-links/one-time-tokens.ts'
import { recordFailedLogin } from '#people/sessions/failed-logins.ts'
import { consumeQuietly } from '#platform/limits/rate-limit.ts'
import { countOf, textOf } from '../accounts/reading.ts'
import { hour, minute } from '../support/clock.ts'
import { join, type Member, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { protect } from '../two-factor/authenticator-app.ts'

const world = await startApp({ env: { RATE_LIMITS: 'on', TRUST_PROXY: '1', SESSION_HOURS: '8000' } })
const { ctx, clock } = world
const boss = await join(world, 'boss', 'admin')

let clients = 0
const newAddress = () => `2001:db8:${(++clients).toString(16)}::1`
const from = (address: string) => ({ ...ctx, client: { address, user_agent: null, limits: [] } })
const logIn = (address: string, login: string, secret = 'a wrong password') =>
  world.api().post('/api/v1/sessions').set('X-Forwarded-For', address).send({ login, password: secret })
const attempts = async (address: string) => {
  const rows = ctx.db.selectFrom('refused_attempts').selectAll().where('address', '=', addressKey(address))
  return (await rows.orderBy('hour').execute()).map(({ kind, count }) => [kind, count])
}
const actions = async (action: string) =>
  (await ctx.db.selectFrom('audit_entries').select('id').where('action', '=', action).execute()).length
/** Uses up this many tries of a limit. */
async function use(times: number, ...[limit, subject]: [limit: Parameters<typeof consumeQuietly>[1], string | number]) {
  for (let n = 0; n < times; n += 1) await consumeQuietly(ctx, limit, subject)
}

describe('links that are none', () => {
  const secret = 'a fine new password'
  const ways: ((address: string) => PromiseLike<{ status: number; headers: Record<string, string> }>)[] = [
    (address) => world.api().post('/api/v1/email-confirmations').set('X-Forwarded-For', address).send({ token: 'x' }),
    (address) =>
      world
        .api()
        .post('/api/v1/password-resets/current')
        .set('X-Forwarded-For', address)
        .send({ token: 'x', new_password: secret }),
    (address) => world.visitor().post('/verify').type('form').set('X-Forwarded-For', address).send({ token: 'x' }),
    (address) =>
      world
        .visitor()
        .post('/reset')
        .type('form')
        .set('X-Forwarded-For', address)
        .send({ token: 'x', new_password: secret, new_password_confirmation: secret }),
  ]

  test('are refused twenty times in ten minutes by page and API together, and leave one row for each hour', async () => {
    const address = newAddress()
    const before = [await countOf(world, 'audit_entries'), await countOf(world, 'failed_logins')]
    for (let n = 0; n < 20; n += 1) expect((await ways[n % 4]?.(address))?.status).toBe(422)
    for (const ask of ways) expect(await ask(address)).toMatchObject({ status: 429, headers: { 'retry-after': '600' } })
    clock.advance(hour)
    await ways[0]?.(address)
    expect(await attempts(address)).toEqual([
      ['link', 20],
      ['link', 1],
    ])
    expect([await countOf(world, 'audit_entries'), await countOf(world, 'failed_logins')]).toEqual(before)
  })

  test('keep nobody in the same network from using one that is good', async () => {
    const [address, eva] = [newAddress(), await join(world, 'eva')]
    for (let n = 0; n < 21; n += 1) await ways[0]?.(address)
    const token = new URL(await makeLink(ctx, 'reset_password', eva.id, '')).searchParams.get('token')
    const reset = world.api().post('/api/v1/password-resets/current').set('X-Forwarded-For', address)
    await reset.send({ token, new_password: secret }).expect(204)
  })

  test('leave out one that is good, with which twenty passwords are tried, from wherever', async () => {
    const lou = await join(world, 'lou')
    const token = new URL(await makeLink(ctx, 'reset_password', lou.id, '')).searchParams.get('token')
    const reset = (new_password: string) =>
      world
        .api()
        .post('/api/v1/password-resets/current')
        .set('X-Forwarded-For', newAddress())
        .send({ token, new_password })
    for (let n = 0; n < 20; n += 1) await reset('password1').expect(422)
    await reset(secret).expect(429)
  })

  test('are counted by network, and together where there are more than can be named', async () => {
    clock.advance(hour)
    for (let n = 0; n < 510; n += 1) await countRefusedAttempt(from(newAddress()), 'link')
    const { hour: started } = await ctx.db
      .selectFrom('refused_attempts')
      .select('hour')
      .orderBy('hour', 'desc')
      .executeTakeFirstOrThrow()
    const rows = await ctx.db.selectFrom('refused_attempts').selectAll().where('hour', '=', started).execute()
    expect(rows).toHaveLength(501)
    expect(rows.find(({ address }) => address === 'others')).toMatchObject({ kind: 'link', count: 10 })
    clock.advance(hour)
  })
})

describe('a failed login', () => {
  test('with a name of nobody is listed and counted, and is no entry of the audit log', async () => {
    const address = newAddress()
    const before = await countOf(world, 'audit_entries')
    await logIn(address, 'nobody').expect(422)
    expect(await countOf(world, 'audit_entries')).toBe(before)
    expect(await attempts(address)).toEqual([['login', 1]])
    const { body } = await boss.api.get('/admin/failed-logins?q=nobody').expect(200)
    expect(body.failed_logins).toMatchObject([{ name_tried: 'nobody', account_id: null }])
  })

  test('at an account is one entry of the audit log, up to twenty in an hour from however many addresses', async () => {
    const { id, username } = await join(world, 'ann')
    const before = await actions('login_failed')
    for (let n = 0; n < 61; n += 1) await recordFailedLogin(from(newAddress()), username, id, 'wrong')
    expect((await actions('login_failed')) - before).toBe(20)
    const { body } = await boss.api.get('/admin/failed-logins?q=ann&limit=100').expect(200)
    expect(body.failed_logins).toHaveLength(60)
    clock.advance(hour)
    await recordFailedLogin(from(newAddress()), username, id, 'wrong')
    expect((await actions('login_failed')) - before).toBe(21)
  })

  test('at one of many accounts is only counted beyond 500 in an hour, and the audit log says so once', async () => {
    clock.advance(hour)
    const people = [await join(world, 'bob'), await join(world, 'cam'), await join(world, 'dan')] as const
    const before = [await actions('login_failed'), await actions('failed_logins_counted')] as const
    await use(499, { name: 'failures-chained', most: 500, window: hour }, 'all')
    for (const { id, username } of people) await recordFailedLogin(from(newAddress()), username, id, 'wrong')
    expect((await actions('login_failed')) - before[0]).toBe(1)
    expect((await actions('failed_logins_counted')) - before[1]).toBe(1)
  })

  test('stands on the admins’ page with what else was only counted', async () => {
    clock.advance(25 * hour)
    for (let n = 0; n < 3; n += 1) await countRefusedAttempt(from('2001:db8:ffff:1::7'), 'link')
    await countRefusedAttempt(from('192.0.2.9'), 'passkey')
    const { body } = await boss.api.get('/admin/refused-attempts').expect(200)
    const last_at = new Date(clock.now()).toISOString()
    expect(body.refused_attempts).toEqual([
      { address: '2001:db8:ffff:1::/64', kind: 'link', count: 3, last_at },
      { address: '192.0.2.9', kind: 'passkey', count: 1, last_at },
    ])
    const text = textOf((await boss.pages.get('/admin/failed-logins').expect(200)).text)
    expect(text).toContain('Link that is no longer valid 2001:db8:ffff:1::/64 3 times')
    expect(text).toContain('Unknown passkey 192.0.2.9 1 time')
  })
})

describe('logins that succeed', () => {
  const enter = ({ username }: Member, address: string) => logIn(address, username, password)

  test('do not use up the tries of people who share an address, and give nobody more guesses', async () => {
    const [address, eve] = [newAddress(), await join(world, 'eve')]
    await use(9, limits.loginOfAddress, addressKey(address))
    await enter(eve, address).expect(201)
    await enter(eve, address).expect(201)
    await logIn(address, 'boss').expect(422)
    await enter(eve, address).expect(429)
  })

  test('are sixty for an account in ten minutes', async () => {
    const fay = await join(world, 'fay')
    await use(58, limits.sessionsOfAccount, fay.id)
    await enter(fay, newAddress()).expect(201)
    await enter(fay, newAddress()).expect(429).expect('retry-after', '600')
    clock.advance(10 * minute)
    await enter(fay, newAddress()).expect(201)
  })

  test('leave a hundred sessions to an account: those that were used last', async () => {
    const guy = await join(world, 'guy')
    const row = { account_id: guy.id, created_at: 0, expires_at: clock.now() + hour, second_factor_required: 0 }
    const former = Array.from({ length: 100 }, (_, n) => ({ ...row, id: `former-${n}`, last_seen_at: n + 1 }))
    await ctx.db.insertInto('sessions').values(former).execute()
    await enter(guy, newAddress()).expect(201)
    const left = await ctx.db.selectFrom('sessions').select('id').where('account_id', '=', guy.id).execute()
    const ids = left.map(({ id }) => id)
    expect(ids).toHaveLength(100)
    expect(ids).toContain(guy.actor.session_id)
    expect([ids.includes('former-1'), ids.includes('former-2')]).toEqual([false, true])
  })

  test('end none of its sessions where the second step is still to come: a password alone logs nobody out', async () => {
    const hal = await join(world, 'hal')
    await protect(world, hal)
    const half = { account_id: hal.id, created_at: 0, expires_at: clock.now() + hour, second_factor_required: 1 }
    const others = Array.from({ length: 99 }, (_, n) => ({ ...half, id: `half-${n}`, last_seen_at: clock.now() }))
    await ctx.db.insertInto('sessions').values(others).execute()
    for (let n = 0; n < 2; n += 1) await enter(hal, newAddress()).expect(201)
    await hal.api.get('/me').expect(200)
    const left = ctx.db.selectFrom('sessions').select('id').where('account_id', '=', hal.id)
    expect(await left.execute()).toHaveLength(101)
  })
})
