import { describe, expect, test } from 'vitest'
import { day } from '../support/clock.ts'
import { apiOf, join, pagesOf, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { everyScope, tokenOf } from './made.ts'

const world = await startApp()
const strict = await startApp({ env: { SINGLE_SESSION: 'on', SESSION_BINDING: 'on', TRUST_PROXY: '1' } })
const limited = await startApp({ env: { RATE_LIMITS: 'on', ANONYMOUS_REQUESTS_IN_A_MINUTE: '3' } })
const { ctx, clock } = world
const boss = await join(world, 'boss', 'admin')
const by = (token: string) => apiOf(world, token)

let people = 0
const newMember = () => join(world, `t${people++}`)

describe('a token is refused with 401', () => {
  const refused: Record<string, [code: string, make: () => Promise<string>]> = {
    'that was never made': ['bad_token', async () => `smt_${'0'.repeat(56)}`],
    'that is only the prefix': ['bad_token', async () => 'smt_'],
    'with one sign changed': [
      'bad_token',
      async () => (await tokenOf(world, boss)).replace(/.$/, (end) => (end === '0' ? '1' : '0')),
    ],
    'in capitals': ['bad_token', async () => (await tokenOf(world, boss)).toUpperCase().replace('SMT_', 'smt_')],
    'that was revoked': [
      'token_revoked',
      async () => {
        const kim = await newMember()
        const token = await tokenOf(world, kim)
        const { body } = await kim.api.get('/me/api-tokens')
        await kim.api.delete(`/me/api-tokens/${body.api_tokens[0].id}`).expect(204)
        await kim.api.delete(`/me/api-tokens/${body.api_tokens[0].id}`).expect(404)
        return token
      },
    ],
    'whose owner is suspended': [
      'bad_token',
      async () => {
        const kim = await newMember()
        const token = await tokenOf(world, kim)
        await boss.api.post(`/admin/accounts/${kim.id}/suspension`).expect(200)
        return token
      },
    ],
    'whose owner is deleted': [
      'bad_token',
      async () => {
        const kim = await newMember()
        const token = await tokenOf(world, kim)
        await boss.api.post(`/admin/accounts/${kim.id}/deletion`, { username: kim.username }).expect(204)
        return token
      },
    ],
    'that was made while the clock was a year ahead': [
      'bad_token',
      async () => {
        const token = await tokenOf(world, boss)
        const created_at = clock.now() + 365 * day
        await ctx.db
          .updateTable('api_tokens')
          .set({ created_at, expires_at: created_at + day })
          .execute()
        return token
      },
    ],
    'that has expired': [
      'token_expired',
      async () => {
        const token = await tokenOf(world, boss)
        clock.advance(30 * day)
        return token
      },
    ],
  }

  test.each(Object.entries(refused))('%s', async (_name, [code, make]) => {
    const token = await make()
    for (const path of ['/me', '/live', '/events', '/me/api-tokens']) {
      const answer = await by(token).get(path).expect(401)
      expect(answer.body.code).toBe(code)
      expect(answer.get('www-authenticate')).toBe('Bearer error="invalid_token"')
    }
  })

  test('anywhere but in the API’s Authorization header', async () => {
    const token = await tokenOf(world, await join(world, 'chief', 'admin'), everyScope)
    await pagesOf(world, token)
      .get('/home')
      .expect(303)
      .expect('location', /^\/login/)
    await pagesOf(world, token).get('/api/v1/me').expect(401)
    await world.api().get(`/api/v1/me?access_token=${token}`).expect(401)
    await world.api().get('/get-unclaimed-tickets').set('Authorization', `Bearer ${token}`).expect(403)
    await world.visitor().get('/home').set('Authorization', `Bearer ${token}`).expect(303)
    await by(token).post('/sessions/second-step', { code: '123456' }).expect(401)
  })
})

describe('settings about sessions do not concern tokens:', () => {
  test('another login ends none, nor does another place', async () => {
    const kim = await join(strict, 'kim')
    const token = await tokenOf(strict, kim)
    const use = (address: string, agent: string) =>
      apiOf(strict, token).get('/me').set('X-Forwarded-For', address).set('User-Agent', agent)
    await use('192.0.2.1', 'Scanner/1').expect(200)
    await strict.api().post('/api/v1/sessions').send({ login: 'kim', password }).expect(201)
    await kim.api.get('/me').expect(401)
    await use('198.51.100.9', 'Scanner/2').expect(200)
  })
})

test('a program is not refused for what strangers do at the same address', async () => {
  const kim = await join(limited, 'kim')
  const token = await tokenOf(limited, kim)
  for (let n = 0; n < 4; n++) await limited.api().get('/api/v1/openapi.json')
  await limited.api().get('/api/v1/openapi.json').expect(429)
  await apiOf(limited, `smt_${'0'.repeat(56)}`)
    .get('/me')
    .expect(429)
  await apiOf(limited, token).get('/me').expect(200)
})
