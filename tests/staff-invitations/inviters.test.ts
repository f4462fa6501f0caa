import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { deleteAccount } from '#people/privacy/deletion.ts'
import { textOf } from '../accounts/reading.ts'
import { newestToken } from '../support/letters.ts'
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

test('whoever is erased is forgotten here too, and makes no account by what was sent before', async () => {
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
