import jwt from 'jsonwebtoken'
import { describe, expect, test } from 'vitest'
import { hour } from '../support/clock.ts'
import { startApp } from '../support/world.ts'
import { anError, claimsOf, client, join, openTicket, password } from './client.ts'

const world = await startApp()
const anna = await join(world, 'anna')
const ticket = await openTicket(anna)

const guarded = [
  `/get-profile/${anna.id}`,
  `/get-ticket/${ticket}`,
  `/get-open-tickets/${anna.id}`,
  `/get-closed-tickets/${anna.id}`,
  '/get-unclaimed-tickets',
  `/get-messages/${ticket}`,
]
const guardedPosts: Record<string, object> = {
  '/ticket/new': { ticket_title: 'A lost shoe', message: 'It is a left one.' },
  [`/ticket/${ticket}`]: { message: 'Any news at all?' },
  '/profile': { new_password: '', old_password: password, profile_icon: 'red' },
}

const { key, keyId } = world.ctx.config.session
const claims = claimsOf(anna.token)
const sign = (claims: object, secret: string, options: jwt.SignOptions = {}) =>
  jwt.sign(claims, secret, { keyid: keyId, algorithm: 'HS256', ...options })

const badTokens: Record<string, string | undefined> = {
  'no token': undefined,
  'no JWT': 'abc',
  'an altered signature': `${anna.token.slice(0, -4)}AAAA`,
  'alg none': `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${anna.token.split('.')[1]}.`,
  'another algorithm': sign(claims, key, { algorithm: 'HS512' }),
  'another key': sign(claims, `${key}!`),
  'an expired token': sign({ ...claims, exp: Math.floor(world.clock.now() / 1000) - 1 }, key),
  'a session that never was': sign({ ...claims, sid: 'made-up' }, key),
}

describe('a token', () => {
  test('made as the bad ones below, but not bad, is good', async () => {
    await client(world, sign(claims, key)).get(`/get-ticket/${ticket}`).expect(200)
  })

  test.each(Object.entries(badTokens))('%s is answered 403 everywhere', async (_what, token) => {
    const bad = client(world, token)
    for (const path of guarded) expect((await bad.get(path).expect(403)).body).toEqual(anError)
    for (const [path, body] of Object.entries(guardedPosts)) {
      expect((await bad.post(path, body).expect(403)).body).toEqual(anError)
    }
  })

  test('is asked for before the body is looked at', async () => {
    for (const path of Object.keys(guardedPosts)) await client(world, 'abc').raw(path, 'no JSON').expect(403)
  })

  test('in a cookie counts for nothing', async () => {
    const cookie = `session=${anna.token}`
    for (const path of guarded) await client(world).get(path).set('cookie', cookie).expect(403)
    for (const [path, body] of Object.entries(guardedPosts)) {
      await client(world).post(path, body).set('cookie', cookie).expect(403)
    }
  })

  test('ends with its day', async () => {
    const ben = await join(world, 'ben')
    world.clock.advance(24 * hour - 1000)
    await ben.get(`/get-profile/${ben.id}`).expect(200)
    world.clock.advance(2000)
    expect((await ben.get(`/get-profile/${ben.id}`).expect(403)).body).toEqual(anError)
  })
})

/** Her first token has expired by now. */
const tokenOfAnna = async () => (await client(world).post('/login', { username: 'anna', password })).body.access_token

describe('a body', () => {
  const tooDeep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
  const bodies: Record<string, string> = {
    'a list': '[]',
    'a text': '"text"',
    'a number': '1',
    null: 'null',
    nothing: '',
    'an empty object': '{}',
    'half an object': '{"username": "an',
    'no JSON': 'username=anna',
    'a deep list': tooDeep,
    'a deep value': `{"username": ${tooDeep}, "password": ${tooDeep}, "message": ${tooDeep}}`,
    'a prototype': '{"__proto__": {"username": "anna"}}',
  }

  /** Content types that programs send by default; curl sends that of a form. */
  const types = [
    '',
    'application/json',
    'text/plain',
    'text/plain; charset=ISO-8859-1',
    'application/octet-stream',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'garbage',
  ]

  test.each(Object.entries(bodies))('that is %s is answered 400 everywhere', async (_what, body) => {
    const cleo = client(world, await tokenOfAnna())
    for (const path of ['/register', '/login', ...Object.keys(guardedPosts)]) {
      const answer = await cleo
        .raw(path, body)
        .expect(400)
        .expect('content-type', /^application\/json/)
      expect(answer.body).toEqual(anError)
    }
  })

  test.each(['[]', '"text"', '1', 'null'])('that is %s is refused as no object', async (body) => {
    const answer = await client(world).raw('/login', body).expect(400)
    expect(answer.body).toEqual({ error: 'The body must be a JSON object.' })
  })

  const send = async (path: string, type: string, body: string, token = '') => {
    const answer = await fetch(world.url + path, {
      method: 'POST',
      headers: { ...(type && { 'content-type': type }), authorization: `Bearer ${token}` },
      body: new TextEncoder().encode(body),
    })
    return { status: answer.status, body: await answer.json() }
  }

  test.each(types)('that is JSON is taken as JSON under the content type %j', async (type) => {
    const token = await tokenOfAnna()
    const message = 'A red one = mine & Größe 7.'
    const written = await send(`/ticket/${ticket}`, type, ` ${JSON.stringify({ message })}`, token)
    expect(written).toEqual({ status: 200, body: { ticket_id: ticket, message_id: expect.any(Number) } })
    for (const path of ['/register', '/login', ...Object.keys(guardedPosts)]) {
      for (const bad of ['[]', '"a=b"', '{}', '{"a=b', '{"a": "="}'])
        expect(await send(path, type, bad, token), `${path} ${bad}`).toEqual({ status: 400, body: anError })
    }
  })

  test.each(['', 'application/x-www-form-urlencoded'])('under "%s" does all that there is to do', async (type) => {
    const username = `gina${type.length}`
    const account = { username, email: `${username}@example.com`, password }
    const registered = await send('/register', type, JSON.stringify(account))
    expect(registered.status).toBe(200)
    const { status, body } = await send('/login', type, JSON.stringify({ username, password }))
    expect(status).toBe(200)
    for (const path of ['/ticket/new', '/profile']) {
      const answer = await send(path, type, JSON.stringify(guardedPosts[path]), body.access_token)
      expect(answer.status, path).toBe(200)
    }
  })

  test('in another character set is refused', async () => {
    const body = JSON.stringify({ username: 'anna', password })
    await client(world).raw('/login', body, 'application/json; charset=utf-8').expect(200)
    for (const charset of ['utf-7', 'utf-16', 'nonsense']) {
      const answer = await client(world).raw('/login', body, `application/json; charset=${charset}`).expect(400)
      expect(answer.body).toEqual(anError)
    }
  })

  test('that is too large is answered 413', async () => {
    const body = { username: 'anna', password: 'p'.repeat(210_000) }
    expect((await client(world).post('/login', body).expect(413)).body).toEqual(anError)
  })
})

test('a query is not looked at, such as one against caches', async () => {
  const dora = client(world, await tokenOfAnna())
  await dora.get(`/get-open-tickets/${anna.id}?_=1795851486`).expect(200)
  await client(world).post('/login?from=app', { username: 'anna', password }).expect(200)
})

describe('another method', () => {
  test('is answered 405 and told which there are', async () => {
    for (const path of guarded) {
      const answer = await client(world).request('post', path).expect(405).expect('allow', 'HEAD, GET')
      expect(answer.body).toEqual(anError)
    }
    for (const method of ['post', 'put', 'patch', 'delete'] as const) {
      const answer = await client(world).request(method, '/home').expect(405).expect('allow', 'GET, HEAD')
      expect(answer.body).toEqual(anError)
    }
    for (const path of ['/register', '/login', '/profile', '/ticket/new', '/ticket/1']) {
      for (const method of ['put', 'patch', 'delete'] as const) {
        const answer = await client(world).request(method, path).expect(405).expect('allow', 'GET, HEAD, POST')
        expect(answer.body).toEqual(anError)
      }
    }
  })
})
