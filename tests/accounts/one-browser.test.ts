import { describe, expect, test } from 'vitest'
import { makeLink } from '#people/email-links/one-time-tokens.ts'
import { prepareFirstAdmin } from '#people/login/setup.ts'
import { apiOf, join, type Member, pagesOf, password } from '../support/people.ts'
import { startApp, type World } from '../support/world.ts'
import { codeOf, protect } from '../two-factor/authenticator-app.ts'
import { SoftPasskey } from '../two-factor/soft-passkey.ts'

const world = await startApp()
const empty = await startApp()

const newcomer = (username: string) => ({
  username,
  email: `${username}@example.com`,
  password,
  password_confirmation: password,
})
const isAlive = async (at: World, token: string) => (await apiOf(at, token).get('/me')).status === 200
const endings = async (at: World, { id }: Member) =>
  (
    await at.ctx.db
      .selectFrom('audit_entries')
      .select('action')
      .where('actor_id', '=', id)
      .where('action', '=', 'session_replaced')
      .execute()
  ).length

type Browser = ReturnType<typeof pagesOf>
type LogIn = (browser: Browser, member: Member) => Promise<unknown>

/** Every way to start a session in a browser, each for another account than the one logged in. */
const ways: Record<string, LogIn> = {
  'by password': async (browser) => {
    const other = await join(world, 'other')
    await browser.post('/login').type('form').send({ login: other.username, password }).expect(303)
  },
  'by password, as the same account': (browser, member) =>
    browser.post('/login').type('form').send({ login: member.username, password }).expect(303),
  'by password and second step': async (browser) => {
    const other = await join(world, 'careful')
    const { secret } = await protect(world, other)
    await browser.post('/login').type('form').send({ login: other.username, password }).expect(303)
    await browser
      .post('/login/second-step')
      .type('form')
      .send({ code: codeOf(world, secret) })
      .expect(303)
  },
  'by passkey': async (browser) => {
    const other = await join(world, 'modern')
    const passkey = new SoftPasskey(world)
    const offer = (await other.api.post('/me/passkeys/options', { current_password: password }).expect(200)).body
    await other.api.post('/me/passkeys', { name: 'Phone', response: passkey.create(offer) }).expect(201)
    const options = (await browser.post('/login/passkey/options').expect(200)).body
    const response = JSON.stringify(passkey.answer(options))
    await browser.post('/login/passkey').type('form').send({ response }).expect(303, /home/)
  },
  'by registration': (browser) => browser.post('/register').type('form').send(newcomer('fresh')).expect(303),
  'by a new password': async (browser) => {
    const other = await join(world, 'forgetful')
    const link = new URL(await makeLink(world.ctx, 'reset_password', other.id, ''))
    const fields = { new_password: 'another horse battery', new_password_confirmation: 'another horse battery' }
    const token = link.searchParams.get('token')
    await browser
      .post('/reset')
      .type('form')
      .send({ token, ...fields })
      .expect(303)
    // The login page, not the home page of the previous account.
    await browser.get('/login').expect(200)
  },
}

describe('a browser has one session: another login ends the one before', () => {
  let count = 0
  test.each(Object.entries(ways))('%s', async (_way, logIn) => {
    const member = await join(world, `first${count++}`)
    await logIn(pagesOf(world, member.token), member)
    expect([await isAlive(world, member.token), await endings(world, member)]).toEqual([false, 1])
  })

  test('by the set-up of the first admin', async () => {
    const member = await join(empty, 'first')
    const code = new URL((await prepareFirstAdmin(empty.ctx)) as string).searchParams.get('code')
    await pagesOf(empty, member.token)
      .post('/setup')
      .type('form')
      .send({ ...newcomer('boss'), code })
      .expect(303)
    expect([await isAlive(empty, member.token), await endings(empty, member)]).toEqual([false, 1])
  })

  test('but not one that fails, nor a program’s', async () => {
    const member = await join(world, 'steady')
    const browser = pagesOf(world, member.token)
    await browser.post('/login').type('form').send({ login: member.username, password: 'wrong' }).expect(422)
    const names = { login: member.username, password }
    await world.api().post('/api/v1/sessions').set('Cookie', `session=${member.token}`).send(names).expect(201)
    expect(await isAlive(world, member.token)).toBe(true)
  })
})
