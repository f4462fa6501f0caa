import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { makeToken } from '#people/api-tokens/tokens.ts'
import type { TokenScope } from '#platform/identity/actor.ts'
import { day } from '../support/clock.ts'
import { apiOf, join, type Member, pagesOf, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const world = await startApp()
const { ctx, clock } = world
const boss = await join(world, 'boss', 'admin')
const everything: TokenScope[] = ['read', 'tickets', 'door', 'admin']

let people = 0
const newMember = (type: 'customer' | 'assistant' | 'admin' = 'customer') => join(world, `t${people++}`, type)

async function tokenOf({ actor }: Member, scopes: TokenScope[] = ['read'], days: 30 | 90 | 365 = 30): Promise<string> {
  return (await makeToken(ctx, actor, { name: 'Printer', scopes, expires_in_days: days })).token
}
const by = (token: string) => apiOf(world, token)
const rowOf = (token: string) =>
  ctx.db
    .selectFrom('api_tokens')
    .selectAll()
    .where('token_hash', '=', createHash('sha256').update(token).digest('base64url'))
    .executeTakeFirst()

describe('a personal API token', () => {
  test('is told once, and kept as its hash', async () => {
    const kim = await newMember()
    const wanted = { name: 'Till', scopes: ['tickets', 'read'], expires_in_days: 90 }
    const send = () => kim.api.post('/me/api-tokens', wanted).set('Idempotency-Key', 'once')
    const { body } = await send().expect(201)
    expect(body.token).toMatch(/^smt_[0-9a-f]{56}$/)
    const { api_token } = body
    expect(api_token).toMatchObject({ name: 'Till', scopes: ['read', 'tickets'], expired: false, last_used_at: null })
    expect(api_token.expires_at).toBe(new Date(clock.now() + 90 * day).toISOString())

    const list = await kim.api.get('/me/api-tokens').expect(200)
    expect(list.body).toEqual({ api_tokens: [api_token] })
    const page = await kim.pages.get('/profile/api-tokens').expect(200)
    const data = await kim.api.get('/me/data').expect(200)
    expect(data.body.api_tokens).toEqual([api_token])
    for (const { text } of [list, page, data]) expect(text).not.toContain(body.token)
    expect(await rowOf(body.token)).toMatchObject({ account_id: kim.id, name: 'Till' })
    for (const table of ['api_tokens', 'idempotency_keys', 'audit_entries', 'jobs'] as const)
      expect(JSON.stringify(await ctx.db.selectFrom(table).selectAll().execute())).not.toContain(body.token)
    expect((await send().expect(201)).body.token).not.toBe(body.token)
  })

  test('acts for its owner', async () => {
    const kim = await newMember()
    const token = await tokenOf(kim, ['read', 'tickets'])
    expect((await by(token).get('/me').expect(200)).body.id).toBe(kim.id)
    const { body } = await by(token).post('/tickets', { title: 'A lost hat', message: 'It is blue.' }).expect(201)
    await kim.api.get(`/tickets/${body.ticket_id}`).expect(200)
  })

  test('is refused for what it lacks the scope for, which the answer names', async () => {
    const kim = await newMember()
    const id = await ticketOf(world, kim)
    const refusal = async (scopes: TokenScope[], method: 'get' | 'post', path: string) => {
      const answer = await by(await tokenOf(kim, scopes))
        [method](path)
        .expect(403)
      return [answer.body.code, answer.body.scope, answer.get('www-authenticate')]
    }
    const named = (scope: string) => [
      'insufficient_scope',
      scope,
      `Bearer error="insufficient_scope", scope="${scope}"`,
    ]
    expect(await refusal(['read', 'door'], 'post', `/tickets/${id}/closure`)).toEqual(named('tickets'))
    expect(await refusal(['tickets'], 'get', `/tickets/${id}`)).toEqual(named('read'))
    expect(await refusal(['tickets'], 'get', '/events')).toEqual(named('read'))
    expect(await refusal(['read', 'tickets'], 'get', '/admin/accounts')).toEqual(named('admin'))
    const session = ['session_required', undefined, 'Bearer error="insufficient_scope"']
    expect(await refusal(['read', 'tickets'], 'get', '/me/sessions')).toEqual(session)
    expect(await refusal(['read', 'tickets'], 'post', '/me/api-tokens')).toEqual(session)
  })

  test('can do no more than its owner, whom an admin may have demoted', async () => {
    const [kim, chief] = [await newMember(), await newMember('admin')]
    const wanted = { name: 'All', scopes: everything, expires_in_days: 30 }
    const refused = await kim.api.post('/me/api-tokens', wanted).expect(422)
    expect(refused.body.errors).toMatchObject([{ field: 'scopes' }])
    const token = await tokenOf(chief, everything)
    await by(token).get('/admin/accounts').expect(200)
    await boss.api.put(`/admin/accounts/${chief.id}/type`, { account_type: 'customer' }).expect(200)
    expect((await by(token).get('/admin/accounts').expect(403)).body.code).toBe('admins_only')
    await by(token).get('/me').expect(200)
  })
})

describe('a token is refused with 401', () => {
  const refused: Record<string, [code: string, make: () => Promise<string>]> = {
    'that was never made': ['bad_token', async () => `smt_${'0'.repeat(56)}`],
    'that is only the prefix': ['bad_token', async () => 'smt_'],
    'with one sign changed': [
      'bad_token',
      async () => (await tokenOf(boss)).replace(/.$/, (end) => (end === '0' ? '1' : '0')),
    ],
    'in capitals': ['bad_token', async () => (await tokenOf(boss)).toUpperCase().replace('SMT_', 'smt_')],
    'that has expired': [
      'token_expired',
      async () => {
        const token = await tokenOf(boss)
        await ctx.db.updateTable('api_tokens').set({ expires_at: clock.now() }).execute()
        return token
      },
    ],
    'that was revoked': [
      'token_revoked',
      async () => {
        const kim = await newMember()
        const token = await tokenOf(kim)
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
        const token = await tokenOf(kim)
        await boss.api.post(`/admin/accounts/${kim.id}/suspension`).expect(200)
        return token
      },
    ],
    'whose owner is deleted': [
      'bad_token',
      async () => {
        const kim = await newMember()
        const token = await tokenOf(kim)
        await boss.api.post(`/admin/accounts/${kim.id}/deletion`, { username: kim.username }).expect(204)
        return token
      },
    ],
    'that was made while the clock was a year ahead': [
      'bad_token',
      async () => {
        const token = await tokenOf(boss)
        const created_at = clock.now() + 365 * day
        await ctx.db
          .updateTable('api_tokens')
          .set({ created_at, expires_at: created_at + day })
          .execute()
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
    const token = await tokenOf(await newMember('admin'), everything)
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
