import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { deleteAccount } from '#people/privacy/deletion.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { textOf } from '../accounts/reading.ts'
import { inboxOf, unreadOf } from '../notifications/told.ts'
import { minute } from '../support/clock.ts'
import { lettersTo, newestToken } from '../support/letters.ts'
import { join, joinConfirmed, type Member, password } from '../support/people.ts'
import { startApp, type World } from '../support/world.ts'

const world = await startApp()
const { ctx } = world
const boss = await join(world, 'boss', 'admin')

const invite = ({ api }: Member, emails: string[], account_type = 'assistant') =>
  api.post('/admin/invitations', { emails, account_type })
const accept = ({ api }: World, token: string, username: string) =>
  api().post('/api/v1/staff-invitations/current').send({ token, username, display_name: 'Dana Desk', password })
const stored = async () => JSON.stringify(await ctx.db.selectFrom('staff_invitations').selectAll().execute())

describe('an invitation ends with its admin', () => {
  const ends: Record<string, (id: number) => PromiseLike<unknown>> = {
    demoted: (id) => boss.api.put(`/admin/accounts/${id}/type`, { account_type: 'assistant' }).expect(200),
    suspended: (id) => boss.api.post(`/admin/accounts/${id}/suspension`).expect(200),
    deleted: (id) => deleteAccount(ctx, boss.id, id),
  }

  test.each(Object.entries(ends))('%s', async (name, end) => {
    const admin = await join(world, name, 'admin')
    await invite(admin, [`by-${name}@example.com`], 'admin').expect(201)
    const token = await newestToken(world, `by-${name}@example.com`)
    await end(admin.id)
    expect((await accept(world, token, `x${name}`).expect(422)).body.code).toBe('invitation_withdrawn')
    expect(await stored()).not.toContain(`by-${name}`)
  })
})

describe('the inviter is notified that a colleague has accepted, in the bell', () => {
  const told = async (member: Member) =>
    (await inboxOf(member)).map(({ kind, text, subject, actor }) => ({ kind, text, subject, actor: actor?.id }))

  test('nobody else, and with where to look', async () => {
    const [inviter, colleague] = [await joinConfirmed(world, 'inviter', 'admin'), await join(world, 'usual', 'admin')]
    const letters = (await lettersTo(world, inviter.email)).length
    await invite(inviter, ['dana@example.com']).expect(201)
    const { account } = (await accept(world, await newestToken(world, 'dana@example.com'), 'dana').expect(201)).body
    const subject = { type: 'colleague', id: account.id, title: 'Dana Desk (assistant)' }
    const one = { kind: 'colleague', text: 'Dana Desk accepted your invitation.', subject, actor: account.id }
    expect(await told(inviter)).toEqual([one])
    expect(await told(colleague)).toEqual([])
    const { text } = await inviter.pages.get('/notifications').expect(200)
    expect(text).toContain(`href="/accounts/${account.id}"`)
    expect(await unreadOf(inviter)).toBe(1)
    await inviter.pages.get(`/accounts/${account.id}`).expect(200)
    expect(await unreadOf(inviter)).toBe(0)
    world.clock.advance(minute)
    expect(await lettersTo(world, inviter.email)).toHaveLength(letters)
    await boss.api.put(`/admin/accounts/${inviter.id}/type`, { account_type: 'customer' }).expect(200)
    expect(await told(inviter)).toEqual([])
    expect(await unreadOf(inviter)).toBe(0)
  })

  test('by mail too when they choose so, which assistants are not asked', async () => {
    const [inviter, assistant] = [await joinConfirmed(world, 'mailed', 'admin'), await join(world, 'asst', 'assistant')]
    await inviter.api.put('/notifications/choices', { colleague: true }).expect(200)
    const refused = await assistant.api.put('/notifications/choices', { colleague: true }).expect(422)
    expect(refused.body.errors).toEqual([{ field: 'colleague', message: 'Only admins are notified about this.' }])
    expect((await assistant.pages.get('/notifications/choices')).text).not.toContain('accepts your invitation')
    await invite(inviter, ['theo@example.com'], 'admin').expect(201)
    await accept(world, await newestToken(world, 'theo@example.com'), 'theo').expect(201)
    await lettersTo(world, inviter.email)
    world.clock.advance(minute)
    expect((await lettersTo(world, inviter.email)).at(-1)?.subject).toBe(
      'Dana Desk accepted your invitation: Dana Desk (admin)',
    )
  })

  test('nobody, where who invited has gone at that moment', async () => {
    const gone = await join(world, 'gone', 'admin')
    await invite(gone, ['late@example.com']).expect(201)
    const token = await newestToken(world, 'late@example.com')
    // As if the two happened concurrently: otherwise the invitation ends with its admin.
    await updateAccount(ctx, gone.id, { account_type: 'customer' })
    await accept(world, token, 'late').expect(201)
    const kept = ctx.db.selectFrom('notifications').selectAll().where('account_id', '=', gone.id)
    expect(await kept.execute()).toEqual([])
  })
})

test('an admin has fifty open ones at most; a second one to an address takes the place of the first', async () => {
  const admin = await join(world, 'many', 'admin')
  const some = (from: number, count: number) => Array.from({ length: count }, (_, n) => `many${from + n}@example.com`)
  for (const from of [0, 20]) await invite(admin, some(from, 20)).expect(201)
  await invite(admin, some(30, 20)).expect(201)
  const { body } = await invite(admin, some(40, 20)).expect(409)
  expect(body.code).toBe('too_many_invitations')
  const page = { emails: 'one-more@example.com', account_type: 'assistant' }
  const { text } = await admin.pages.post('/admin/invitations').type('form').send(page).expect(409)
  expect(textOf(text)).toContain('Withdraw some')
  expect(text).toContain('one-more@example.com')
  expect(await stored()).not.toContain('one-more')
})

test('an erased person’s address is deleted here too, and their earlier link creates no account', async () => {
  await invite(boss, ['leaving@example.com']).expect(201)
  const token = await newestToken(world, 'leaving@example.com')
  const leaving = await joinConfirmed(world, 'leaving')
  expect((await accept(world, token, 'leaving2').expect(409)).body.code).toBe('email_taken')
  await deleteAccount(ctx, leaving.id, leaving.id)
  expect(await stored()).not.toContain('leaving@')
  await accept(world, token, 'leaving2').expect(422)
})

describe('where the desk sends no mail', async () => {
  const random = () => randomBytes(33).toString('base64')
  const env = { NODE_ENV: 'production', SECRET_KEY: random(), PEPPER: random(), MAIL_URL: 'off', RATE_LIMITS: 'on' }
  const silent = await startApp({ env })
  const admin = await join(silent, 'admin', 'admin')

  test('the link is shown once; it proves no address', async () => {
    const home = async () => textOf((await admin.pages.get('/home').expect(200)).text)
    expect(await home()).toMatch(/Invite your colleagues Type .* Invite colleagues/)
    const form = { emails: 'dana@example.com', account_type: 'assistant' }
    const { text } = await admin.pages.post('/admin/invitations').type('form').send(form).expect(200)
    const token = /\/invitation\?token=([\w-]{32})</.exec(text)?.[1] ?? ''
    expect(await home()).toContain('Invite your colleagues Done')
    const list = (await admin.pages.get('/admin/invitations').expect(200)).text
    expect(list).toContain('dana@example.com')
    expect(list).not.toContain(token)
    const { account, session } = (await accept(silent, token, 'dana').expect(201)).body
    expect(account).toMatchObject({ account_type: 'assistant', email: 'dana@example.com', email_verified: false })
    expect(session).not.toBeNull()
  })

  test('and an address has to be confirmed first, an admin has to do that', async () => {
    await admin.api.patch('/admin/settings', { require_verified_email: true }).expect(200)
    const { link } = (await invite(admin, ['eve@example.com']).expect(201)).body.invitations[0]
    const form = { username: 'eve', display_name: 'Eve', password, password_confirmation: password }
    const visitor = silent.visitor()
    const token = new URL(link).searchParams.get('token')
    const sent = visitor.post('/invitation').type('form')
    expect((await sent.send({ ...form, token }).expect(303)).headers.location).toBe('/login')
    expect(textOf((await visitor.get('/login').expect(200)).text)).toContain('an admin has to confirm your address')
  })
})
