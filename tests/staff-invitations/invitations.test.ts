import { describe, expect, test } from 'vitest'
import { getAccount } from '#people/accounts/accounts.ts'
import { markedFields, textOf } from '../accounts/reading.ts'
import { day } from '../support/clock.ts'
import { lettersTo, linkIn, newestToken } from '../support/letters.ts'
import { pageOf } from '../support/page.ts'
import { apiOf, join, joinConfirmed, logInAs, type Member, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const world = await startApp()
const { ctx } = world
const boss = await join(world, 'boss', 'admin')

const invite = ({ api }: Pick<Member, 'api'>, emails: string[], account_type = 'assistant') =>
  api.post('/admin/invitations', { emails, account_type })
const open = async (): Promise<{ id: number; email: string }[]> =>
  (await boss.api.get('/admin/invitations').expect(200)).body.invitations

let people = 0
const colleague = () => ({ username: `colleague${people++}`, display_name: 'Dana Desk', password })
const accept = (token: string, body: object = {}) =>
  world
    .api()
    .post('/api/v1/staff-invitations/current')
    .send({ ...colleague(), token, ...body })

describe('an invitation by mail', () => {
  test('leads to an account of that role with a confirmed address, logged in; nothing typed is lost before', async () => {
    const claimant = await join(world, 'nina')
    const form = { emails: `Nina@example.com\nmax@example.com, nina@example.com`, account_type: 'admin' }
    const invited = await boss.pages.post('/admin/invitations').type('form').send(form).expect(303)
    expect(invited.headers.location).toBe('/admin/invitations')
    expect(textOf((await boss.pages.get('/admin/invitations').expect(200)).text)).toMatch(
      /max@example\.com Admin · invited by boss .* nina@example\.com Admin/,
    )
    const letters = await lettersTo(world, 'nina@example.com')
    expect(letters.map(({ subject }) => subject)).toEqual(['An invitation to work at SupportMe'])
    expect(letters[0]?.text).toContain('boss invites you to work at SupportMe as an admin.')
    expect(await lettersTo(world, 'max@example.com')).toHaveLength(1)

    const link = new URL(linkIn(letters[0] as never))
    const visitor = world.visitor()
    const page = textOf((await visitor.get(link.pathname + link.search).expect(200)).text)
    expect(page).toContain('Your account will have the address nina@example.com')
    const typed = {
      token: link.searchParams.get('token'),
      username: 'boss',
      display_name: 'Nina "Näh" <b>',
      ...{ password, password_confirmation: password },
    }
    const send = (change: object) =>
      visitor
        .post('/invitation')
        .type('form')
        .send({ ...typed, ...change })
    for (const [change, field] of [
      [{}, 'username'],
      [{ username: 'nina2', password: 'password1', password_confirmation: 'password1' }, 'password'],
      [{ username: 'nina2', password_confirmation: 'another' }, 'password_confirmation'],
    ] as const) {
      const { text } = await send(change).expect(422)
      expect(markedFields(text)).toEqual([field])
      expect(text).toContain('Nina &#34;Näh&#34; &lt;b&gt;')
    }

    expect((await send({ username: 'nina2' }).expect(303)).headers.location).toBe('/home')
    await visitor.get('/admin/invitations').expect(200)
    const account = await ctx.db
      .selectFrom('accounts')
      .selectAll()
      .where('username', '=', 'nina2')
      .executeTakeFirstOrThrow()
    expect(account).toMatchObject({
      ...{ account_type: 'admin', email: 'nina@example.com', display_name: typed.display_name },
      email_verified_at: world.clock.now(),
    })
    expect((await getAccount(ctx, claimant.id)).email).toBe('')
    expect((await open()).map(({ email }) => email)).toEqual(['max@example.com'])

    const again = await send({ username: 'nina3' }).expect(422)
    expect(textOf(again.text)).toContain('This invitation was used already')
    expect(again.text).toContain('value="nina3"')
    const entries = await ctx.db
      .selectFrom('audit_entries')
      .selectAll()
      .where('entity', '=', 'invitation')
      .orderBy('id')
      .execute()
    expect(entries.map(({ action, actor_id }) => [action, actor_id])).toEqual([
      ['colleague_invited', boss.id],
      ['colleague_invited', boss.id],
      ['colleague_invitation_accepted', account.id],
    ])
    expect(JSON.stringify(entries)).not.toMatch(/@|token/)
  })

  test('makes one account, however many try at once', async () => {
    await invite(boss, ['twenty@example.com']).expect(201)
    const token = await newestToken(world, 'twenty@example.com')
    const answers = await Promise.all(Array.from({ length: 20 }, () => accept(token)))
    const made = answers.filter(({ status }) => status === 201)
    expect(made).toHaveLength(1)
    expect(made[0]?.body.account).toMatchObject({ account_type: 'assistant', email_verified: true })
    await apiOf(world, made[0]?.body.session.access_token).get('/tickets?queue=open').expect(200)
    const others = answers.filter(({ status }) => status !== 201)
    expect(new Set(others.map(({ body }) => `${body.status} ${body.code}`))).toEqual(
      new Set(['422 invitation_accepted']),
    )
  })

  test('is refused for an address with an account, with a link to change its type', async () => {
    const known = await joinConfirmed(world, 'known')
    expect((await invite(boss, ['KNOWN@example.com']).expect(409)).body).toMatchObject({
      code: 'account_exists',
      detail: expect.stringContaining(`(id:${known.id})`),
    })
    const form = { emails: 'known@example.com fresh@example.com', account_type: 'assistant' }
    const { text } = await boss.pages.post('/admin/invitations').type('form').send(form).expect(200)
    expect(text).toContain(`href="/admin/accounts/${known.id}"`)
    expect((await open()).map(({ email }) => email)).toContain('fresh@example.com')
    expect(await lettersTo(world, 'known@example.com')).toEqual([])
  })

  test('is refused in a form that keeps what was typed, and names what is no address', async () => {
    const form = { emails: 'right@example.com wrong@', account_type: 'admin' }
    const { text } = await boss.pages.post('/admin/invitations').type('form').send(form).expect(422)
    expect(textOf(text)).toContain('Not an email address: wrong@.')
    expect(pageOf(text).fieldsOf('/admin/invitations')).toMatchObject(form)
    expect(await lettersTo(world, 'right@example.com')).toEqual([])
  })
})

test('sending an invitation again many times at once makes one in its place, and writes once', async () => {
  const email = 'often@example.com'
  const { id } = (await invite(boss, [email]).expect(201)).body.invitations[0]
  await newestToken(world, email)
  const renew = () => boss.api.post(`/admin/invitations/${id}/renewal`)
  const answers = await Promise.all(Array.from({ length: 6 }, renew))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404, 404, 404, 404])
  expect(await lettersTo(world, email)).toHaveLength(2)
})

describe('a link that is good no more says why', () => {
  const ends: Record<string, (id: number, email: string) => unknown> = {
    withdrawn: (id) => boss.api.delete(`/admin/invitations/${id}`).expect(204),
    replaced: async (id) => {
      const second = await join(world, 'second', 'admin')
      await second.pages.post(`/admin/invitations/${id}/renewal`).expect(303)
    },
    expired: () => world.clock.advance(7 * day),
  }

  test.each(Object.entries(ends))('%s', async (code, end) => {
    const email = `${code}@example.com`
    const inviter = await logInAs(world, await getAccount(ctx, boss.id))
    const { id } = (await invite(inviter, [email]).expect(201)).body.invitations[0]
    const token = await newestToken(world, email)
    await end(id, email)
    const { body } = await accept(token).expect(422)
    expect(body).toMatchObject({ code: `invitation_${code}`, errors: [{ field: 'token', message: body.detail }] })
    const page = await world.visitor().get(`/invitation?token=${token}`).expect(200)
    expect(textOf(page.text)).toContain(body.detail)
    expect(page.text).not.toContain('name="username"')
    if (code === 'replaced') await accept(await newestToken(world, email)).expect(201)
  })

  test('unknown, which is counted', async () => {
    expect((await accept('x'.repeat(32)).expect(422)).body.code).toBe('invitation_unknown')
    const { attempts } = await ctx.db
      .selectFrom('refused_attempts')
      .select(({ fn }) => fn.sum<number>('count').as('attempts'))
      .where('kind', '=', 'link')
      .executeTakeFirstOrThrow()
    expect(Number(attempts)).toBeGreaterThan(0)
  })
})
