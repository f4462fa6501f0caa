import { createHmac, generateKeyPairSync } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { describe, expect, test } from 'vitest'
import { hour } from '../support/clock.ts'
import { apiOf, join, pagesOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const world = await startApp()
const { token, id } = await join(world, 'rosa')
const { key } = world.ctx.config.session
const claims = jwt.decode(token) as jwt.JwtPayload
const [header = '', payload = '', seal = ''] = token.split('.')
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const sealedBy = (secret: string, content: string) => createHmac('sha256', secret).update(content).digest('base64url')
const signed = (changes: object, secret = key, algorithm: jwt.Algorithm = 'HS256') =>
  jwt.sign({ ...claims, ...changes }, secret, { algorithm })
const without = (name: string) => {
  const { [name]: _, ...rest } = claims
  return jwt.sign(rest, key)
}

const bad: Record<string, string> = {
  'alg none': `${encoded({ alg: 'none', typ: 'JWT' })}.${payload}.`,
  'alg none with the right seal': `${encoded({ alg: 'none', typ: 'JWT' })}.${payload}.${seal}`,
  'alg None in capitals': `${encoded({ alg: 'NONE', typ: 'JWT' })}.${payload}.`,
  'HS512 with the right key': signed({}, key, 'HS512'),
  'HS384 with the right key': signed({}, key, 'HS384'),
  'RS256 with a key of its own': jwt.sign(claims, privateKey, { algorithm: 'RS256' }),
  'another key': signed({}, 'another key that is just as long as ours'),
  'an empty key': `${header}.${payload}.${sealedBy('', `${header}.${payload}`)}`,
  'claims changed after sealing': `${header}.${encoded({ ...claims, account_type: 3 })}.${seal}`,
  'no seal': `${header}.${payload}.`,
  'the time over': signed({ exp: Math.floor(world.clock.now() / 1000) - 1 }),
  'another audience': signed({ aud: 'elsewhere' }),
  'no audience': without('aud'),
  'no session': without('sid'),
  'a session that is none': signed({ sid: 'none' }),
  'a session that is not text': signed({ sid: { like: '%' } }),
  'text for claims': jwt.sign('rosa', key),
  'nothing of a token': 'x',
  'half a token': token.slice(0, 40),
}

describe('a token', () => {
  test('as it was given out, or sealed by us again, is good', async () => {
    for (const good of [token, signed({})]) {
      expect((await apiOf(world, good).get('/me').expect(200)).body.id).toBe(id)
      await pagesOf(world, good).get('/home').expect(200)
    }
  })

  test.each(Object.keys(bad))('with %s is refused', async (name) => {
    const forged = bad[name] as string
    const answer = await apiOf(world, forged).get('/me')
    expect(answer.status).toBe(401)
    expect(answer.body).toMatchObject({ code: 'bad_token' })
    expect(answer.get('www-authenticate')).toBe('Bearer error="invalid_token"')
    await apiOf(world, forged).get('/live').expect(401)
    await pagesOf(world, forged)
      .get('/home')
      .expect(303)
      .expect('location', /^\/login/)
    await world.api().get('/get-unclaimed-tickets').set('Authorization', `Bearer ${forged}`).expect(403)
  })

  test.each(['', 'Bearer', 'Bearer ', `Basic ${token}`, token, `Bearer ${token} x`])(
    'in the header %j is none',
    async (authorization) => {
      await world.api().get('/api/v1/me').set('Authorization', authorization).expect(401)
    },
  )

  test('in a cookie is nothing to the API, and in the header nothing to the pages', async () => {
    await world.api().get('/api/v1/me').set('Cookie', `session=${token}`).expect(401)
    await world.api().get('/home').set('Authorization', `Bearer ${token}`).expect(303)
  })
})

describe('a token of yesterday', async () => {
  const world = await startApp()

  test('has ended after 24 hours', async () => {
    const kim = await join(world, 'kim')
    world.clock.advance(24 * hour - 1000)
    await kim.api.get('/me').expect(200)
    await kim.pages.get('/home').expect(200)
    world.clock.advance(1000)
    await kim.api.get('/me').expect(401)
    await kim.pages.get('/home').expect(303)
  })
})
