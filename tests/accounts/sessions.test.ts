import { describe, expect, test } from 'vitest'
import { hour, minute } from '../support/clock.ts'
import { apiOf, join, type Member, password } from '../support/people.ts'
import { startApp, type World } from '../support/world.ts'
import { halfToken, protect } from '../two-factor/authenticator-app.ts'
import { auditOf, textOf } from './reading.ts'

const world = await startApp()
const single = await startApp({ env: { SINGLE_SESSION: 'on' } })
const bound = await startApp({ env: { SESSION_BINDING: 'on', TRUST_PROXY: '1' } })
const short = await startApp({ env: { SESSION_HOURS: '2' } })

const firefox = 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0'
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604'

interface Summary {
  handle: string
  device: string
  address: string
  created_at: string
  last_seen_at: string
  current: boolean
}

/** Logs in once more. @returns the API with the new token */
async function logIn(at: World, { username }: Member, agent = firefox) {
  const answer = await at.api().post('/api/v1/sessions').set('User-Agent', agent).send({ login: username, password })
  return apiOf(at, answer.body.access_token)
}
const listOf = async (api: Member['api']): Promise<Summary[]> =>
  (await api.get('/me/sessions').expect(200)).body.sessions
const actionsBy = async ({ id }: Member) => {
  const entries = world.ctx.db.selectFrom('audit_entries').select('action').where('actor_id', '=', id).orderBy('id')
  return (await entries.execute()).map(({ action }) => action)
}

describe('the list of one’s sessions', () => {
  test('tells device, address and last use of each, and which one asks', async () => {
    const ann = await join(world, 'ann')
    const phone = await logIn(world, ann, iphone)
    world.clock.advance(6 * minute)
    const sessions = await listOf(phone)
    expect(sessions[0]).toMatchObject({ device: 'Safari on iPhone', address: '127.0.0.1', current: true })
    expect(sessions[0]?.last_seen_at).toBe(new Date(world.clock.now()).toISOString())
    expect(sessions[0]?.created_at).toBe(new Date(world.clock.now() - 6 * minute).toISOString())
    expect(sessions[1]).toMatchObject({ device: 'An unknown device', current: false })
    const page = textOf((await ann.pages.get('/profile/sessions').expect(200)).text)
    expect(page).toMatch(/Safari on iPhone 127\.0\.0\.1 · seen just now/)
    expect(page).toMatch(/This one/)
  })

  test('leaves out who has given the password and not yet the second step; “all others” ends that too', async () => {
    const hal = await join(world, 'hal')
    await protect(world, hal)
    const half = apiOf(world, await halfToken(world, hal))
    expect(await listOf(hal.api)).toMatchObject([{ current: true }])
    const page = await hal.pages.get('/profile/sessions').expect(200)
    expect(page.text.match(/<li class="rows__row">/g)).toHaveLength(1)
    const boss = await join(world, 'halsboss', 'admin')
    expect((await boss.api.get(`/admin/accounts/${hal.id}`).expect(200)).body.sessions).toHaveLength(1)
    const before = await half.post('/sessions/second-step', { code: 'wrong' })
    expect([before.status, before.body.errors[0].field]).toEqual([422, 'code'])
    await hal.api.delete('/me/sessions').expect(204)
    await half.post('/sessions/second-step', { code: 'wrong' }).expect(401)
  })

  test('gives away no id that a token names', async () => {
    const bob = await join(world, 'bob')
    const answers = [await bob.api.get('/me/sessions'), await bob.pages.get('/profile/sessions')]
    for (const { text } of answers) expect(text).not.toContain(bob.actor.session_id)
  })
})

describe('ending sessions', () => {
  test('one by page and one by API: at once, the others stay, and it is recorded', async () => {
    const cleo = await join(world, 'cleo')
    const [laptop, phone] = [await logIn(world, cleo), await logIn(world, cleo, iphone)]
    const handleOf = async (device: string) => (await listOf(cleo.api)).find((one) => one.device === device)?.handle
    await cleo.pages
      .post(`/profile/sessions/${await handleOf('Firefox on Windows')}/end`)
      .expect(303, /profile.sessions/)
    await laptop.get('/me').expect(401)
    await phone.get('/me').expect(200)
    await cleo.api.delete(`/me/sessions/${await handleOf('Safari on iPhone')}`).expect(204)
    await phone.get('/me').expect(401)
    await cleo.api.get('/me').expect(200)
    expect(await actionsBy(cleo)).toEqual(['registered', 'logged_in', 'logged_in', 'session_ended', 'session_ended'])
  })

  test.each(['other', 'own'] as const)('one’s %s by many requests at once ends once', async (which) => {
    const ike = await join(world, `ike${which}`)
    if (which === 'other') await logIn(world, ike)
    const found = (await listOf(ike.api)).find(({ current }) => current === (which === 'own'))
    const answers = await Promise.all(Array.from({ length: 5 }, () => ike.api.delete(`/me/sessions/${found?.handle}`)))
    const done = answers.filter(({ status }) => status === 204)
    expect([done.length, (await actionsBy(ike)).filter((action) => action === 'session_ended').length]).toEqual([1, 1])
  })

  test('logging out by many requests at once is recorded once', async () => {
    const jan = await join(world, 'jan')
    await Promise.all(Array.from({ length: 5 }, () => jan.api.delete('/sessions/current')))
    expect((await actionsBy(jan)).filter((action) => action === 'logged_out')).toHaveLength(1)
  })

  test('one’s own logs out', async () => {
    const dora = await join(world, 'dora')
    const [own] = await listOf(dora.api)
    await dora.pages.post(`/profile/sessions/${own?.handle}/end`).expect(303).expect('location', '/login')
    await dora.api.get('/me').expect(401)
  })

  test.each(['page', 'api'] as const)('all others by %s; the own one stays', async (router) => {
    const eva = await join(world, `eva${router}`)
    const others = [await logIn(world, eva), await logIn(world, eva)]
    if (router === 'page') await eva.pages.post('/profile/sessions/end-others').expect(303)
    else await eva.api.delete('/me/sessions').expect(204)
    for (const other of others) await other.get('/me').expect(401)
    expect(await listOf(eva.api)).toHaveLength(1)
    expect((await actionsBy(eva)).at(-1)).toBe('other_sessions_ended')
  })

  test('of somebody else is not found, and ends nothing', async () => {
    const [finn, gil] = [await join(world, 'finn'), await join(world, 'gil')]
    const [his] = await listOf(gil.api)
    await finn.api.delete(`/me/sessions/${his?.handle}`).expect(404)
    await finn.pages.post(`/profile/sessions/${his?.handle}/end`).expect(404)
    await finn.api.delete('/me/sessions').expect(204)
    await gil.api.get('/me').expect(200)
    expect(await auditOf(world, 'session', null)).not.toContainEqual(expect.objectContaining({ actor_id: gil.id }))
  })
})

describe('the settings', () => {
  test('SESSION_HOURS ends a session so long after the login, used or not', async () => {
    const ann = await join(short, 'ann')
    const other = await logIn(short, ann)
    short.clock.advance(2 * hour - 1000)
    await other.get('/me').expect(200)
    short.clock.advance(1000)
    await other.get('/me').expect(401)
    await ann.pages.get('/home').expect(303)
  })

  test('SINGLE_SESSION ends none for the password alone of an account with two-factor login', async () => {
    const kim = await join(single, 'protected')
    await protect(single, kim)
    await halfToken(single, kim)
    await kim.api.get('/me').expect(200)
  })

  test('SINGLE_SESSION ends the earlier ones at a login', async () => {
    const ann = await join(single, 'ann')
    const second = await logIn(single, ann)
    await ann.api.get('/me').expect(401)
    const third = await logIn(single, ann)
    await second.get('/me').expect(401)
    expect(await listOf(third)).toHaveLength(1)
  })

  test.each(['api', 'page'] as const)('SESSION_BINDING ends a session that is used elsewhere: %s', async (router) => {
    const { id, username } = await join(bound, `ann${router}`)
    const at = (address: string, agent: string) => ({ 'X-Forwarded-For': address, 'User-Agent': agent })
    const homes = [at('203.0.113.1', firefox), at('2001:db8:1:2:a::1', firefox)]
    const strangers = [at('203.0.113.2', firefox), at('203.0.113.1', iphone), at('2001:db8:1:3:a::1', firefox)]
    const ask = (token: string, from: Record<string, string>) =>
      router === 'api'
        ? bound.api().get('/api/v1/me').set(from).set('Authorization', `Bearer ${token}`)
        : bound.api().get('/profile').set(from).set('Cookie', `session=${token}`)
    for (const stranger of strangers) {
      const home = stranger['X-Forwarded-For']?.includes(':') ? homes[1] : homes[0]
      const { body } = await bound
        .api()
        .post('/api/v1/sessions')
        .set(home as Record<string, string>)
        .send({ login: username, password })
      await ask(body.access_token, home as Record<string, string>).expect(200)
      expect((await ask(body.access_token, stranger)).status).toBe(router === 'api' ? 401 : 303)
      expect((await ask(body.access_token, home as Record<string, string>)).status).toBe(router === 'api' ? 401 : 303)
    }
    const ended = (await auditOf(bound, 'account', id)).filter(({ action }) => action === 'session_unbound')
    expect(ended.map(({ actor_id }) => actor_id)).toEqual([null, null, null])
  })

  test('SESSION_BINDING takes the addresses of one IPv6 network for one place', async () => {
    const { username } = await join(bound, 'ipv6')
    const at = (address: string) => ({ 'X-Forwarded-For': address, 'User-Agent': firefox })
    const { body } = await bound
      .api()
      .post('/api/v1/sessions')
      .set(at('2001:db8::1'))
      .send({ login: username, password })
    const me = bound.api().get('/api/v1/me').set('Authorization', `Bearer ${body.access_token}`)
    await me.set(at('2001:db8::ffff')).expect(200)
  })
})
