import { describe, expect, test } from 'vitest'
import { makeLink } from '#people/email-links/one-time-tokens.ts'
import { day } from '../support/clock.ts'
import { lettersTo, linkIn, newestToken } from '../support/letters.ts'
import { pageOf } from '../support/page.ts'
import { join, password } from '../support/people.ts'
import { startApp, type World } from '../support/world.ts'
import { atOnce } from '../two-factor/authenticator-app.ts'
import { linkRouters, statusesOf, worked } from './link-routers.ts'
import { attemptsCounted, auditOf, countOf, failedLoginsOf, textOf } from './reading.ts'

const world = await startApp()
const strict = await startApp({ env: { REQUIRE_VERIFIED_EMAIL: 'on' } })

let people = 0
/** Somebody who has just registered over the API. */
async function newcomer(at: World = world) {
  const username = `v${people++}`
  const email = `${username}@example.com`
  const { body } = await at.api().post('/api/v1/accounts').send({ username, email, password }).expect(201)
  return { id: body.account.id as number, username, email, session: body.session }
}
const rowOf = (id: number, { ctx }: World = world) =>
  ctx.db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const tokenOf = (link: string) => new URL(link).searchParams.get('token') as string
const later = (time: number) => async (token: string) => {
  world.clock.advance(time)
  return token
}
const dead = 'This link is no longer valid'

describe('registering', () => {
  test('sends a link by a job, which stands in no table', async () => {
    const before = await countOf(world, 'captured_mails')
    const { email, id } = await newcomer()
    expect(await countOf(world, 'captured_mails')).toBe(before)
    const jobs = await world.ctx.db
      .selectFrom('jobs')
      .selectAll()
      .where('kind', '=', 'verify_email')
      .orderBy('id')
      .execute()
    expect(jobs.at(-1)).toMatchObject({ status: 'queued', payload: JSON.stringify({ account_id: id }) })

    const [letter, ...more] = await lettersTo(world, email)
    expect([letter?.subject, more]).toEqual(['Please confirm your address at SupportMe', []])
    const link = linkIn(letter as never)
    expect(link).toMatch(new RegExp(`^${world.url}/verify\\?token=[\\w-]{32}$`))
    for (const table of ['account_tokens', 'jobs', 'audit_entries'] as const)
      expect(JSON.stringify(await world.ctx.db.selectFrom(table).selectAll().execute())).not.toContain(tokenOf(link))
  })

  test('builds the link from BASE_URL, whatever host was asked', async () => {
    const [username, email] = ['hosted', 'hosted@example.com']
    const evil = { host: 'evil.example', 'x-forwarded-host': 'evil.example' }
    await world.api().post('/api/v1/accounts').set(evil).send({ username, email, password }).expect(201)
    await world.api().post('/api/v1/password-resets').set(evil).send({ login: email }).expect(204)
    const letters = await lettersTo(world, email)
    expect(letters).toHaveLength(2)
    for (const letter of letters) {
      expect(linkIn(letter)).toMatch(new RegExp(`^${world.url}/`))
      expect(letter.text + letter.html).not.toContain('evil')
    }
  })
})

describe.each(linkRouters)('the link that confirms an address, by $router', ({ confirm }) => {
  test('is not used up by being opened; it works once', async () => {
    const { email, id } = await newcomer()
    const token = await newestToken(world, email)
    await world.visitor().get(`/verify?token=${token}`).expect(200)
    await world.visitor().head(`/verify?token=${token}`).expect(200)
    expect((await rowOf(id)).email_verified_at).toBeNull()

    expect(worked(await confirm(world, token))).toBe(true)
    expect((await rowOf(id)).email_verified_at).toBe(world.clock.now())
    expect((await auditOf(world, 'account', id)).map(({ action }) => action)).toEqual(['registered', 'email_confirmed'])

    const again = await confirm(world, token)
    expect(again.status).toBe(422)
    expect(again.text).toContain(dead)
  })

  test.each([
    ['expired', later(day)],
    ['tampered with', async (token: string) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`],
    ['cut short', async (token: string) => token.slice(0, 20)],
    ['empty', async () => ''],
    [
      'for a new password',
      async (_token: string, id: number, email: string) =>
        tokenOf(await makeLink(world.ctx, 'reset_password', id, email)),
    ],
    [
      'for an address that the account does not name',
      async (_token: string, id: number) => tokenOf(await makeLink(world.ctx, 'verify_email', id, 'other@example.com')),
    ],
  ])('is refused when it is %s, and counted', async (_what, spoil) => {
    const { email, id } = await newcomer()
    const spoilt = await spoil(await newestToken(world, email), id, email)
    const counted = await attemptsCounted(world, 'link')

    const answer = await confirm(world, spoilt)

    expect(answer.status).toBe(422)
    expect(answer.text).toContain(dead)
    expect((await rowOf(id)).email_verified_at).toBeNull()
    expect(await attemptsCounted(world, 'link')).toBe(counted + 1)
  })

  test('of twenty who use it at once one succeeds', async () => {
    const { email, id } = await newcomer()
    const token = await newestToken(world, email)
    const answers = await atOnce(20, () => confirm(world, token))
    expect(answers.filter(worked)).toHaveLength(1)
    expect(statusesOf(answers).filter((status) => status === 422)).toHaveLength(19)
    expect((await auditOf(world, 'account', id)).filter(({ action }) => action === 'email_confirmed')).toHaveLength(1)
  })
})

describe('asking for the link again', () => {
  test('is offered beside the address, not behind all other cards of the profile', async () => {
    const ada = await join(world, 'ada')
    const page = pageOf((await ada.pages.get('/profile').expect(200)).text)
    const names = page.all('button').map(({ name }) => name)
    expect(names).toContain('Send the confirmation link again')
    expect(names.indexOf('Change email') - names.indexOf('Send the confirmation link again')).toBe(1)
  })

  test('by page and API sends another one; both work until one is used', async () => {
    const kim = await join(world, 'kim')
    await kim.api.post('/me/email-confirmation').expect(204)
    await kim.pages.post('/profile/verification').expect(303)
    expect(await lettersTo(world, kim.email)).toHaveLength(2)
    await world
      .api()
      .post('/api/v1/email-confirmations')
      .send({ token: await newestToken(world, kim.email) })
      .expect(204)
    expect((await rowOf(kim.id)).email_verified_at).not.toBeNull()
    await kim.api.get('/me').expect(401)
  })

  test('by name over the API, which tells nobody who has an account', async () => {
    const lou = await join(world, 'lou')
    const ask = (login: string) => world.api().post('/api/v1/email-confirmations/links').send({ login })
    const answers = [await ask('lou'), await ask(lou.email), await ask('nobody'), await ask('nobody@example.com')]
    const told = answers.map(({ status, text, headers }) => [status, text, Object.keys(headers)])
    expect(told).toEqual(Array(4).fill(told[0]))
    expect(told[0]?.[0]).toBe(204)
    expect(await lettersTo(world, lou.email)).toHaveLength(2)
    await world
      .api()
      .post('/api/v1/email-confirmations')
      .send({ token: await newestToken(world, lou.email) })
      .expect(204)
    expect((await ask('lou')).status).toBe(204)
    expect(await lettersTo(world, lou.email)).toHaveLength(2)
    await ask('').expect(422)
  })

  test('sends nothing where nothing is to be confirmed, and answers the same', async () => {
    const answers = []
    for (const login of ['kim@example.com', 'nobody@example.com']) {
      const answer = await world.visitor().post('/verify/again').type('form').send({ login }).redirects(0)
      answers.push([answer.status, answer.headers.location])
      await lettersTo(world, login)
    }
    expect(answers).toEqual(Array(2).fill([303, '/login']))
    expect(await lettersTo(world, 'nobody@example.com')).toEqual([])
    expect(await lettersTo(world, 'kim@example.com')).toHaveLength(2)
  })
})

describe('where an address must be confirmed first', () => {
  const logIn = (login: string) => strict.api().post('/api/v1/sessions').send({ login, password })

  test('registering starts no session; login explains, offers the link again, and works after it', async () => {
    const { email, username, session } = await newcomer(strict)
    expect(session).toBeNull()
    const refused = await logIn(username)
    expect([refused.status, refused.body.code]).toEqual([403, 'email_not_verified'])
    expect((await failedLoginsOf(strict, username)).at(-1)).toMatchObject({ reason: 'unverified' })
    const page = await strict.visitor().post('/login').type('form').send({ login: username, password })
    expect(page.status).toBe(403)
    expect(textOf(page.text)).toContain('Please confirm your email address first')
    expect(page.text).toContain('href="/verify/again"')
    expect(page.get('Set-Cookie')?.some((cookie) => cookie.startsWith('session='))).not.toBe(true)

    await strict.visitor().post('/verify/again').type('form').send({ login: email }).expect(303)
    expect(await lettersTo(strict, email)).toHaveLength(2)
    await strict
      .api()
      .post('/api/v1/email-confirmations')
      .send({ token: await newestToken(strict, email) })
      .expect(204)
    await logIn(username).expect(201)
  })

  test('an error about a wrong password reveals nothing about that', async () => {
    const { username } = await newcomer(strict)
    const wrong = await strict.api().post('/api/v1/sessions').send({ login: username, password: 'not the one' })
    expect([wrong.status, wrong.body.code]).toEqual([422, 'invalid'])
  })

  test('the page starts no session either, and says what to do', async () => {
    const form = { username: 'paged', email: 'paged@example.com', password, password_confirmation: password }
    const visitor = strict.visitor()
    await visitor.post('/register').type('form').send(form).expect(303).expect('location', '/login')
    expect(textOf((await visitor.get('/login')).text)).toContain('open the link in the mail')
    await visitor.get('/home').expect(303)
  })
})
