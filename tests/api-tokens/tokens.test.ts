import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { getAccount } from '#people/accounts/accounts.ts'
import { makeToken } from '#people/api-tokens/tokens.ts'
import type { TokenScope } from '#platform/identity/actor.ts'
import { auditOf, textOf } from '../accounts/reading.ts'
import { hangUpAfterwards, openLive } from '../live/stream.ts'
import { day, minute } from '../support/clock.ts'
import { lettersTo } from '../support/letters.ts'
import { apiOf, join, joinConfirmed, logInAs, type Member, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { everyScope, tokenOf } from './made.ts'

hangUpAfterwards()
const world = await startApp()
const { ctx, clock } = world
const boss = await join(world, 'boss', 'admin')

let people = 0
const newMember = (type: 'customer' | 'assistant' | 'admin' = 'customer') => join(world, `t${people++}`, type)

const again = async ({ id }: Member) => logInAs(world, await getAccount(ctx, id))
const by = (token: string) => apiOf(world, token)
const rowOf = (token: string) =>
  ctx.db
    .selectFrom('api_tokens')
    .selectAll()
    .where('token_hash', '=', createHash('sha256').update(token).digest('base64url'))
    .executeTakeFirst()

describe('a personal API token', () => {
  test('is shown once, and stored as a hash', async () => {
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
    const token = await tokenOf(world, kim, ['read', 'tickets'])
    expect((await by(token).get('/me').expect(200)).body.id).toBe(kim.id)
    const { body } = await by(token).post('/tickets', { title: 'A lost hat', message: 'It is blue.' }).expect(201)
    await kim.api.get(`/tickets/${body.ticket_id}`).expect(200)
  })

  test('is refused for what it lacks the scope for, which the answer names', async () => {
    const kim = await newMember()
    const id = await ticketOf(world, kim)
    const refusal = async (scopes: TokenScope[], method: 'get' | 'post', path: string) => {
      const answer = await by(await tokenOf(world, kim, scopes))
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
    const wanted = { name: 'All', scopes: everyScope, expires_in_days: 30 }
    const refused = await kim.api.post('/me/api-tokens', wanted).expect(422)
    expect(refused.body.errors).toMatchObject([{ field: 'scopes' }])
    const token = await tokenOf(world, chief, everyScope)
    await by(token).get('/admin/accounts').expect(200)
    await boss.api.put(`/admin/accounts/${chief.id}/type`, { account_type: 'customer' }).expect(200)
    expect((await by(token).get('/admin/accounts').expect(403)).body.code).toBe('admins_only')
    await by(token).get('/me').expect(200)
  })
})

describe('the page', () => {
  const form = { name: 'Till', scope_read: 'on', scope_door: 'on', expires_in_days: '365' }
  const post = ({ pages }: Member, path: string, fields: object = {}) =>
    pages.post(`/profile/api-tokens${path}`).type('form').send(fields)

  test('makes a token, shows it this once, lists it and revokes it', async () => {
    const kim = await newMember()
    const made = await post(kim, '', form).expect(200)
    expect(made.headers['cache-control']).toContain('no-store')
    const token = /smt_[0-9a-f]{56}/.exec(made.text)?.[0] ?? ''
    await by(token).get('/me').expect(200)
    const list = await kim.pages.get('/profile/api-tokens').expect(200)
    expect(textOf(list.text)).toMatch(/Till Read, Door .* used just now from 127\.0\.0\.1/)
    const id = (await rowOf(token))?.id
    await post(await newMember(), `/${id}/revocation`).expect(404)
    await by(token).get('/me').expect(200)
    await post(kim, `/${id}/revocation`).expect(303)
    await by(token).get('/me').expect(401)
    expect((await kim.pages.get('/profile/api-tokens')).text).not.toContain('Till')
  })

  test.each([
    ['name', { name: ' ' }, 'The name needs at least 1 character.'],
    ['scopes', { scope_read: undefined, scope_door: undefined }, 'Choose at least one scope.'],
    ['name and no scopes', { name: '', scope_read: undefined, scope_door: undefined }, 'Please check 2 things'],
    ['scope', { scope_admin: 'on' }, 'Only an admin can give a token the scope “admin”.'],
    ['lifetime', { expires_in_days: '366' }, 'A token can be good for 30, 90 or 365 days.'],
  ])('shows the form again for a wrong %s, with what was typed', async (_name, wrong, sentence) => {
    const kim = await newMember()
    const { text } = await post(kim, '', { ...form, ...wrong }).expect(422)
    expect(textOf(text)).toContain(sentence)
    expect(text.includes('name="scope_door" value="on" checked')).toBe(!('scope_door' in wrong))
    expect((await kim.api.get('/me/api-tokens')).body.api_tokens).toEqual([])
  })
})

describe('an account', () => {
  test('has twenty good tokens at most, also of those that are made at once', async () => {
    const kim = await newMember()
    const make = () => kim.api.post('/me/api-tokens', { name: 'One', scopes: ['read'], expires_in_days: 30 })
    const answers = await Promise.all(Array.from({ length: 25 }, make))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20)
    const refused = answers.filter(({ status }) => status === 409)
    expect(refused.map(({ body }) => body.code)).toEqual(Array(5).fill('too_many_tokens'))
    await kim.api.delete(`/me/api-tokens/${(await kim.api.get('/me/api-tokens')).body.api_tokens[0].id}`).expect(204)
    await make().expect(201)
    const expired = { ...world.ctx, clock: { now: () => world.clock.now() + 30 * day } }
    await makeToken(expired, kim.actor, { name: 'One', scopes: ['read'], expires_in_days: 30 })
  })

  test('gets a mail and a log entry about a new token, and a log entry about a revoked one', async () => {
    const kim = await joinConfirmed(world, 'confirmed')
    const { body } = await kim.api
      .post('/me/api-tokens', { name: 'Secret plan', scopes: ['read'], expires_in_days: 90 })
      .expect(201)
    const { id } = body.api_token
    expect((await lettersTo(world, kim.email)).at(-1)?.text).toContain('A personal API token was made')
    await kim.api.delete(`/me/api-tokens/${id}`).expect(204)
    const entries = await auditOf(world, 'token', id)
    expect(entries.map(({ action, actor_id, after }) => [action, actor_id, after])).toEqual([
      ['api_token_made', kim.id, '{"scopes":["read"],"days":90}'],
      ['api_token_revoked', kim.id, null],
    ])
    const log = (await boss.api.get('/admin/audit?entity=token').expect(200)).text
    expect(log).not.toContain('Secret plan')
    expect(textOf((await boss.pages.get('/admin/audit?entity=token').expect(200)).text)).toContain(`API token #${id}`)
  })

  test('keeps when and from where a token was last used, with one write in five minutes', async () => {
    const kim = await newMember()
    const token = await tokenOf(world, kim)
    const first = clock.now()
    await by(token).get('/me').expect(200)
    clock.advance(5 * minute)
    await by(token).get('/me').expect(200)
    expect(await rowOf(token)).toMatchObject({ last_used_at: first, last_address: '127.0.0.1' })
    clock.advance(1)
    await by(token).get('/me').expect(200)
    expect(await rowOf(token)).toMatchObject({ last_used_at: clock.now() })
  })

  test('has its tokens counted and revoked by an admin', async () => {
    const kim = await newMember()
    const [first, second] = [await tokenOf(world, kim), await tokenOf(world, kim)]
    const counted = async () => (await boss.api.get(`/admin/accounts/${kim.id}`).expect(200)).body.api_tokens
    expect(await counted()).toBe(2)
    expect(textOf((await boss.pages.get(`/admin/accounts/${kim.id}`)).text)).toContain('with 2 tokens')
    const stream = await openLive(world, { ...kim, token: first }, '', 'api')
    await boss.api.delete(`/admin/accounts/${kim.id}/api-tokens`).expect(204)
    expect(await stream.rest()).toEqual(['ended'])
    for (const token of [first, second]) expect((await by(token).get('/me')).body.code).toBe('token_revoked')
    expect(await counted()).toBe(0)
    await kim.api.get('/me').expect(200)
  })
})

test('a stream of a token ends when the token is revoked, and that of another token continues', async () => {
  const kim = await newMember()
  const [gone, kept] = [await tokenOf(world, kim), await tokenOf(world, kim)]
  const [ending, going] = [
    await openLive(world, { ...kim, token: gone }, '', 'api'),
    await openLive(world, { ...kim, token: kept }, '', 'api'),
  ]
  await kim.api.delete(`/me/api-tokens/${(await rowOf(gone))?.id}`).expect(204)
  expect(await ending.rest()).toEqual(['ended'])
  await ticketOf(world, kim)
  expect(await going.next()).toBe('refresh')
})

test('the page says a week before that a token expires, and for 30 days that it has', async () => {
  const kim = await newMember()
  await tokenOf(world, kim)
  const shown = async () => textOf((await (await again(kim)).pages.get('/profile/api-tokens').expect(200)).text)
  clock.advance(22 * day)
  expect(await shown()).not.toContain('Expires soon')
  clock.advance(day)
  expect(await shown()).toMatch(/A token expires within a week.* Expires soon/)
  clock.advance(7 * day)
  expect(await shown()).toMatch(/ Expired .* Remove/)
})
