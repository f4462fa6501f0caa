import { describe, expect, test } from 'vitest'
import { claimTicket } from '#desk/tickets/claims.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { auditOf, textOf } from '../accounts/reading.ts'
import { tokenOf } from '../api-tokens/made.ts'
import { apiOf, join, logInAs, type Member, password, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { lastAudit, post, rowOf, sessionsOf, somebody } from './desk.ts'

const world = await startApp()
const boss = await join(world, 'boss', 'admin')
const page = (id: number, end = '') => `/admin/accounts/${id}${end}`

/** Each action once by its page and once over the API. */
const routers = {
  page: (id: number, end: string, fields: Record<string, string> = {}) => post(boss, page(id, end), fields).expect(303),
  api: (id: number, end: string, fields: object = {}) =>
    boss.api.post(page(id, end), fields).expect((answer) => expect([200, 204]).toContain(answer.status)),
}
type Router = keyof typeof routers
const each = describe.each(['page', 'api'] as const)

describe('an account’s page', () => {
  test('shows its tickets, sessions and events', async () => {
    const kim = await join(world, 'kim')
    const id = await ticketOf(world, kim, 'A lost <umbrella>')
    const { text } = await boss.pages.get(page(kim.id)).expect(200)
    expect(text).not.toContain('<umbrella>')
    const read = textOf(text)
    for (const part of [
      'kim@example.com',
      'Nobody has confirmed yet that kim@example.com is this person’s address.',
      'A lost <umbrella>',
      '1 open, 0 closed; 1 messages written',
      'An unknown device',
    ])
      expect(read).toContain(part)
    expect(read).toContain(`Opened ticket ${id}`)
    const { body } = await boss.api.get(page(kim.id)).expect(200)
    expect(body).toMatchObject({
      account: { id: kim.id, state: 'unverified', account_type: 'customer' },
      two_factor: false,
      counts: { open_tickets: 1, closed_tickets: 0, claimed_tickets: 0, messages: 1 },
      tickets: [{ id }],
      sessions: [{ address: null }],
    })
    expect(body.events.map(({ action }: { action: string }) => action)).toEqual(['opened', 'registered'])
    expect(JSON.stringify(body)).not.toMatch(/password_hash|argon/)
  })

  test('of nobody is not found', async () => {
    await boss.pages.get(page(999_999)).expect(404)
    await boss.api.get(page(999_999)).expect(404)
  })
})

each('changing the type by %s', (router) => {
  const change = (id: number, account_type: string) =>
    router === 'page'
      ? post(boss, page(id, '/type'), { account_type })
      : boss.api.put(page(id, '/type'), { account_type })

  test('counts at once, and gives claimed tickets back', async () => {
    const anna = await somebody(world, 'assistant')
    const customer = await somebody(world)
    const ticket = await ticketOf(world, customer)
    await claimTicket(world.ctx, anna.actor, ticket, null)
    await change(anna.id, 'customer').expect(router === 'page' ? 303 : 200)
    await anna.api.get(`/tickets/${ticket}`).expect(404)
    expect((await customer.api.get(`/tickets/${ticket}`)).body.assistant).toBeNull()
    expect((await auditOf(world, 'ticket', ticket)).at(-1)).toMatchObject({ action: 'released', actor_id: boss.id })
    expect(await lastAudit(world, anna.id)).toMatchObject({
      action: 'account_type_changed',
      actor_id: boss.id,
      before: '{"account_type":"assistant"}',
      after: '{"account_type":"customer"}',
    })
  })

  test('ends tokens that a customer gave to programs once the customer is staff, and no others', async () => {
    const kim = await somebody(world)
    const given = apiOf(world, await tokenOf(world, kim))
    const others = await ticketOf(world, await somebody(world))
    await given.get(`/tickets/${others}`).expect(404)
    await change(kim.id, 'assistant').expect(router === 'page' ? 303 : 200)
    expect((await given.get(`/tickets/${others}`).expect(401)).body.code).toBe('token_revoked')
    const made = apiOf(world, await tokenOf(world, await logInAs(world, await rowOf(world, kim.id))))
    for (const type of ['admin', 'customer']) {
      await change(kim.id, type).expect(router === 'page' ? 303 : 200)
      await made.get('/me').expect(200)
    }
  })

  test('refuses a type that does not exist', async () => {
    const one = await somebody(world)
    await change(one.id, 'god').expect(422)
    expect((await rowOf(world, one.id)).account_type).toBe('customer')
  })
})

each('by %s', (router: Router) => {
  const act = routers[router]

  test('suspending ends every session and shuts out; letting in again undoes it', async () => {
    const anna = await somebody(world, 'assistant')
    const ticket = await ticketOf(world, await somebody(world))
    await claimTicket(world.ctx, anna.actor, ticket, null)
    await act(anna.id, '/suspension')
    expect(await sessionsOf(world, anna.id)).toBe(0)
    expect(await lastAudit(world, anna.id)).toMatchObject({ action: 'suspended', after: '{"suspended":true}' })
    await anna.api.get('/me').expect(401)
    const login = { login: anna.username, password }
    const refused = await world.api().post('/api/v1/sessions').send(login).expect(403)
    expect(refused.body.code).toBe('suspended')
    expect((await boss.api.get(`/tickets/${ticket}`)).body.assistant).toBeNull()
    expect(await lastAudit(world, anna.id)).toMatchObject({ action: 'login_failed' })

    await act(anna.id, '/suspension')
    await act(anna.id, '/reinstatement')
    expect(await lastAudit(world, anna.id)).toMatchObject({ action: 'reinstated', before: '{"suspended":true}' })
    await world.api().post('/api/v1/sessions').send(login).expect(201)
  })

  test('ending sessions logs out everywhere', async () => {
    const one = await somebody(world)
    await (router === 'page' ? act(one.id, '/sessions/end') : boss.api.delete(page(one.id, '/sessions')).expect(204))
    await one.api.get('/me').expect(401)
    expect(await lastAudit(world, one.id)).toMatchObject({ action: 'sessions_ended', actor_id: boss.id })
  })

  test('a reset link sets a new password once, proves no address, and is shown only once', async () => {
    const one = await somebody(world)
    const link = await linkFrom(router, one, '/reset-link')
    expect(link).toMatch(new RegExp(`^${world.url}/reset\\?token=[\\w-]{32}$`))
    const token = new URL(link).searchParams.get('token') ?? ''
    expect(await everythingStored()).not.toContain(token)
    const reset = { token, new_password: 'a brand new secret' }
    await world.api().post('/api/v1/password-resets/current').send(reset).expect(204)
    await world.api().post('/api/v1/password-resets/current').send(reset).expect(422)
    await one.api.get('/me').expect(401)
    expect((await rowOf(world, one.id)).email_verified_at).toBeNull()
    await world.api().post('/api/v1/sessions').send({ login: one.username, password: 'a brand new secret' }).expect(201)
  })

  test('a confirmation link confirms the address', async () => {
    const one = await somebody(world)
    const link = await linkFrom(router, one, '/confirmation-link')
    const token = new URL(link).searchParams.get('token') ?? ''
    await world.api().post('/api/v1/email-confirmations').send({ token }).expect(204)
    expect((await rowOf(world, one.id)).email_verified_at).not.toBeNull()
    const again = await boss.api.post(page(one.id, '/confirmation-link')).expect(409)
    expect(again.body.code).toBe('email_confirmed')
  })

  test('confirming by hand takes the address that waits, unless another has confirmed it', async () => {
    const one = await somebody(world)
    await updateAccount(world.ctx, one.id, { email_verified_at: 1, pending_email: `new-${router}@example.com` })
    await act(one.id, '/email-confirmation')
    expect(await rowOf(world, one.id)).toMatchObject({ email: `new-${router}@example.com`, pending_email: null })
    expect(await lastAudit(world, one.id)).toMatchObject({ action: 'email_confirmed', actor_id: boss.id })

    const other = await somebody(world)
    await updateAccount(world.ctx, other.id, { pending_email: `NEW-${router}@example.com` })
    const refused = await boss.api.post(page(other.id, '/email-confirmation')).expect(409)
    expect(refused.body.code).toBe('email_taken')
    const shown = await post(boss, page(other.id, '/email-confirmation')).expect(409)
    expect(textOf(shown.text)).toContain('Another account has confirmed this address already.')
    expect((await rowOf(world, other.id)).email_verified_at).toBeNull()
  })

  test('resetting two-factor login turns it off, where it is on', async () => {
    const one = await somebody(world)
    await boss.api.post(page(one.id, '/two-factor-reset')).expect(409)
    const authenticator = { account_id: one.id, secret: 'x', confirmed_at: 1, last_step: 0 }
    await world.ctx.db.insertInto('authenticators').values(authenticator).execute()
    await act(one.id, '/two-factor-reset')
    expect((await boss.api.get(page(one.id))).body.two_factor).toBe(false)
    expect(await lastAudit(world, one.id)).toMatchObject({ action: 'two_factor_reset', actor_id: boss.id })
  })
})

async function linkFrom(router: Router, { id }: Member, end: string): Promise<string> {
  if (router === 'api') return (await boss.api.post(page(id, end)).expect(200)).body.link
  const { text, headers } = await post(boss, page(id, end)).expect(200)
  expect(headers['cache-control']).toContain('no-store')
  expect((await boss.pages.get(page(id))).text).not.toContain('token=')
  return />(http[^<]+token=[^<]+)</.exec(text)?.[1] ?? ''
}

async function everythingStored(): Promise<string> {
  const tables = ['account_tokens', 'audit_entries', 'idempotency_keys', 'jobs', 'captured_mails'] as const
  const rows = await Promise.all(tables.map((table) => world.ctx.db.selectFrom(table).selectAll().execute()))
  return JSON.stringify(rows)
}
