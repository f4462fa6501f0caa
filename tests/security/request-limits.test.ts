import { describe, expect, test } from 'vitest'
import { loadConfig } from '#config'
import { createRequestLimits } from '#platform/http/request-limit.ts'
import { minute } from '../support/clock.ts'
import { join, type Member } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const world = await startApp({
  env: {
    RATE_LIMITS: 'on',
    TRUST_PROXY: '1',
    ANONYMOUS_REQUESTS_IN_A_MINUTE: '3',
    ACCOUNT_REQUESTS_IN_A_MINUTE: '5',
    SESSION_HOURS: '8000',
  },
})
const { clock } = world

let clients = 0
const newAddress = () => `2001:db8:${(++clients).toString(16)}::1`
const ask = (path: string, address: string, token?: string, method: 'get' | 'post' = 'get') => {
  const request = world.api()[method](path).set('X-Forwarded-For', address)
  if (token === undefined) return request
  return path.startsWith('/api')
    ? request.set('Authorization', `Bearer ${token}`)
    : request.set('Cookie', `session=${token}`)
}
const statuses = async (times: number, send: () => PromiseLike<{ status: number }>) => {
  const all = []
  for (let n = 0; n < times; n += 1) all.push((await send()).status)
  return all
}
const nextMinute = () => clock.advance(minute)

test('strangers send six hundred requests a minute, accounts twice as many, unless it is set otherwise', () => {
  const secret = 'a secret of sixteen or more letters'
  expect(loadConfig({ SECRET_KEY: secret, PEPPER: secret }).requests).toEqual({ strangers: 600, accounts: 1200 })
})

describe('requests of strangers', () => {
  test('are counted by address by page and API together, whatever comes of them', async () => {
    nextMinute()
    const address = newAddress()
    await ask('/login', address).expect(200)
    await ask('/api/v1/nothing-there', address).expect(404)
    await ask('/login', address, undefined, 'post').expect(400)

    const page = await ask('/login', address).expect(429)
    expect(page.headers['content-type']).toMatch('text/html')
    expect(page.text).toContain('Please wait')
    expect(Number(page.headers['retry-after'])).toBeLessThanOrEqual(60)
    const api = await ask('/api/v1/tickets', address).expect(429)
    expect(api.body).toMatchObject({ code: 'too_many', retry_after: expect.any(Number) })
    expect(api.headers).toMatchObject({
      'content-type': expect.stringContaining('application/problem+json'),
      'ratelimit-policy': '"requests";q=3;w=60',
      ratelimit: expect.stringMatching(/^"requests";r=0;t=\d+$/),
    })
    const unknown = await ask('/api/v2/tickets', address).expect(429)
    expect(unknown.headers['content-type']).toContain('application/problem+json')
    expect(unknown.body).toMatchObject({ code: 'too_many', retry_after: expect.any(Number) })
    const classic = await ask('/get-unclaimed-tickets', address).expect(429)
    expect(classic.body).toEqual({ error: expect.stringContaining('Please wait') })

    await ask('/login', newAddress()).expect(200)
    nextMinute()
    await ask('/login', address).expect(200)
  })

  test('leave assets, health and live streams alone', async () => {
    nextMinute()
    const address = newAddress()
    const stylesheet = /\/assets\/app-[\w-]+\.css/.exec((await ask('/login', address)).text)?.[0] as string
    await statuses(3, () => ask('/login', address))
    for (const path of ['/healthz', '/readyz', stylesheet, '/profile-icons/blue.svg'])
      expect([path, (await ask(path, address)).status]).not.toEqual([path, 429])
    expect(await statuses(5, () => ask('/live', address).set('Last-Event-ID', 'ended'))).toEqual(Array(5).fill(204))
    await ask('/api/v1/live', address).expect(401)
  })

  test('do not become more by tokens that were not signed here, or whose session has ended', async () => {
    nextMinute()
    const gone = await join(world, 'gone')
    await ask('/api/v1/sessions/current', newAddress(), gone.token)
    await world.ctx.db.deleteFrom('sessions').where('account_id', '=', gone.id).execute()
    for (const token of ['x.y.z', gone.token]) {
      for (const path of ['/api/v1/me', '/home', '/api/v1/nothing-there']) {
        const address = newAddress()
        expect((await statuses(5, () => ask(path, address, token))).slice(0, 3)).not.toContain(429)
        if (token === 'x.y.z' || !path.includes('nothing')) await ask(path, address, token).expect(429)
      }
    }
  })
})

describe('requests of an account', () => {
  const everywhere = (member: Member, path = '/api/v1/me') => ask(path, newAddress(), member.token)

  test('are counted for it by page and API and from all addresses together', async () => {
    nextMinute()
    const kim = await join(world, 'kim')
    await everywhere(kim, '/home').expect(200)
    expect(await statuses(4, () => everywhere(kim))).toEqual(Array(4).fill(200))
    const refused = await everywhere(kim).expect(429)
    expect(refused.headers['ratelimit-policy']).toBe('"account-requests";q=5;w=60')
    const page = await everywhere(kim, '/home').expect(429)
    expect(page.text).toContain('Please wait')
    await ask(`/get-profile/${kim.id}`, newAddress()).set('Authorization', `Bearer ${kim.token}`).expect(429)
    nextMinute()
    await everywhere(kim).expect(200)
  })

  test('use up nothing of the address, and are let in where strangers have used it up', async () => {
    nextMinute()
    const [lea, address] = [await join(world, 'lea'), newAddress()]
    expect(await statuses(5, () => ask('/api/v1/me', address, lea.token))).toEqual(Array(5).fill(200))
    expect(await statuses(4, () => ask('/login', address))).toEqual([200, 200, 200, 429])
    nextMinute()
    await statuses(4, () => ask('/login', address))
    await ask('/api/v1/me', address, lea.token).expect(200)
    await ask('/home', address, lea.token).expect(200)
  })
})

test('of more clients in a minute than are remembered the oldest are forgotten', () => {
  const limits = createRequestLimits(world.ctx, () => false, 100)
  const send = (ip: string) => {
    const req = { ip, method: 'GET', path: '/', baseUrl: '', socket: {}, get: () => undefined }
    limits.enter(req as never, { locals: {} } as never)
  }
  const first = newAddress()
  for (let n = 0; n < 3; n += 1) send(first)
  expect(() => send(first)).toThrow('Please wait')
  for (let n = 0; n < 250; n += 1) send(`2001:db9:${n.toString(16)}::1`)
  send(first)
  for (let n = 0; n < 80; n += 1) send(`2001:dba:${n.toString(16)}::1`)
  send(first)
  send(first)
  expect(() => send(first)).toThrow('Please wait')
})
