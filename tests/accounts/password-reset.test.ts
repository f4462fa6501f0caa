import { describe, expect, test } from 'vitest'
import { makeLink } from '#people/email-links/one-time-tokens.ts'
import { confirmEmail } from '#people/email-links/verification.ts'
import { hour, minute } from '../support/clock.ts'
import { lettersTo, newestToken } from '../support/letters.ts'
import { join, joinConfirmed, type Member, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { atOnce, protect } from '../two-factor/authenticator-app.ts'
import { SoftPasskey } from '../two-factor/soft-passkey.ts'
import { linkRouters, statusesOf, worked } from './link-routers.ts'
import { attemptsCounted, auditOf } from './reading.ts'

const world = await startApp()
const better = 'an even better one'
const dead = 'This link is no longer valid'
const logIn = (login: string, secret: string) => world.api().post('/api/v1/sessions').send({ login, password: secret })
const tokenOf = (link: string) => new URL(link).searchParams.get('token') as string

let people = 0
const somebody = () => join(world, `f${people++}`)
const later = (time: number) => async (token: string) => {
  world.clock.advance(time)
  return token
}
const hashOf = async ({ id }: Member) =>
  (await world.ctx.db.selectFrom('accounts').select('password_hash').where('id', '=', id).executeTakeFirstOrThrow())
    .password_hash

describe.each(linkRouters)('a forgotten password, by $router', ({ router, forget, reset }) => {
  test('is answered the same for an account and for none; only the account gets a mail', async () => {
    const ann = await somebody()
    const known = await forget(world, ann.email.toUpperCase())
    const unknown = await forget(world, 'nobody@example.com')
    const byName = await forget(world, ann.username)
    expect(worked(known)).toBe(true)
    const told = ({ status, text, headers }: typeof known) => ({
      status,
      text,
      location: headers.location,
      headers: Object.keys(headers),
    })
    expect(told(unknown)).toEqual(told(known))
    expect(told(byName)).toEqual(told(known))
    expect(await lettersTo(world, ann.email)).toHaveLength(2)
    expect(await lettersTo(world, 'nobody@example.com')).toEqual([])
  })

  test('is replaced by the link, once; every session ends, the person gets a mail', async () => {
    const ben = await somebody()
    await forget(world, ben.email)
    const token = await newestToken(world, ben.email)
    if (router === 'page') await world.visitor().get(`/reset?token=${token}`).expect(200)

    expect(worked(await reset(world, token, better))).toBe(true)
    await ben.api.get('/me').expect(401)
    await logIn(ben.username, password).expect(422)
    await logIn(ben.username, better).expect(201)
    expect((await auditOf(world, 'account', ben.id)).map(({ action }) => action)).toContain('password_reset')
    const letters = await lettersTo(world, ben.email)
    expect(letters.at(-1)?.subject).toBe('Your password was changed')

    const again = await reset(world, token, 'yet another one')
    expect(again.status).toBe(422)
    expect(again.text).toContain(dead)
    await logIn(ben.username, better).expect(201)
  })

  test.each([
    ['expired', later(hour)],
    ['tampered with', async (token: string) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`],
    [
      'one to confirm an address',
      async (_token: string, { id, email }: Member) => tokenOf(await makeLink(world.ctx, 'verify_email', id, email)),
    ],
    [
      'void because another was used',
      async (token: string, { email }: Member) => {
        await forget(world, email)
        await reset(world, await newestToken(world, email), better)
        return token
      },
    ],
  ])('stays when the link is %s, which is counted', async (_what, spoil) => {
    const cleo = await somebody()
    await forget(world, cleo.email)
    const spoilt = await spoil(await newestToken(world, cleo.email), cleo)
    const [before, counted] = [await hashOf(cleo), await attemptsCounted(world, 'link')]

    const answer = await reset(world, spoilt, 'a password of mine')

    expect(answer.status).toBe(422)
    expect(answer.text).toContain(dead)
    expect(await hashOf(cleo)).toBe(before)
    expect(await attemptsCounted(world, 'link')).toBe(counted + 1)
  })

  test('of twenty who use the link at once one succeeds', async () => {
    const dora = await somebody()
    await forget(world, dora.email)
    const token = await newestToken(world, dora.email)
    let n = 0
    const answers = await atOnce(20, () => reset(world, token, `my new password ${n++}`))
    expect(answers.filter(worked)).toHaveLength(1)
    expect(statusesOf(answers).filter((status) => status === 422)).toHaveLength(19)
    const winner = answers.findIndex(worked)
    await logIn(dora.username, `my new password ${winner}`).expect(201)
  })

  test('leaves two-factor login in force', async () => {
    const eva = await joinConfirmed(world, `eva${router}`)
    await protect(world, eva)
    await forget(world, eva.email)
    expect(worked(await reset(world, await newestToken(world, eva.email), better))).toBe(true)
    const { body } = await logIn(eva.username, better).expect(201)
    expect(body.second_factor_required).toBe(true)
    await world.api().get('/api/v1/me').set('Authorization', `Bearer ${body.access_token}`).expect(401)
  })

  test('a password that everybody tries first is refused, and the link is not used up', async () => {
    const finn = await somebody()
    await forget(world, finn.email)
    const token = await newestToken(world, finn.email)
    const refused = await reset(world, token, 'password1')
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('most used passwords')
    expect(worked(await reset(world, token, better))).toBe(true)
  })
})

describe('a link for a new password', () => {
  test('dies when the password is changed in another way', async () => {
    const gil = await somebody()
    const token = tokenOf(await makeLink(world.ctx, 'reset_password', gil.id, gil.email))
    await gil.api.put('/me/password', { current_password: password, new_password: better }).expect(200)
    const answer = await world.api().post('/api/v1/password-resets/current').send({ token, new_password: 'stolen one' })
    expect(answer.status).toBe(422)
    await logIn(gil.username, better).expect(201)
  })

  test('dies with the address that it was sent to', async () => {
    const ina = await somebody()
    const token = tokenOf(await makeLink(world.ctx, 'reset_password', ina.id, ina.email))
    await ina.api.put('/me/email', { email: 'ina.new@example.com', current_password: password }).expect(200)
    await confirmEmail(world.ctx, await newestToken(world, 'ina.new@example.com'))
    const answer = await world.api().post('/api/v1/password-resets/current').send({ token, new_password: better })
    expect(answer.status).toBe(422)
    await logIn(ina.username, password).expect(201)
  })

  test('is of no use for somebody whose account was deleted', async () => {
    const hal = await somebody()
    const token = tokenOf(await makeLink(world.ctx, 'reset_password', hal.id, hal.email))
    await hal.api.post('/me/deletion', { current_password: password }).expect(204)
    const answer = await world.api().post('/api/v1/password-resets/current').send({ token, new_password: better })
    expect(answer.status).toBe(422)
  })
})

test('who resets the password of an account that somebody gave their address is alone in it', async () => {
  const [stranger, owner] = [await joinConfirmed(world, 'stranger'), 'owner@example.com']
  const add = async ({ api }: Member, name: string) => {
    const passkey = new SoftPasskey(world)
    const offer = (await api.post('/me/passkeys/options', { current_password: password }).expect(200)).body
    await api.post('/me/passkeys', { name, response: passkey.create(offer) }).expect(201)
    return passkey
  }
  const logInBy = async (passkey: SoftPasskey) => {
    const asked = (await world.api().post('/api/v1/sessions/passkey/options').expect(200)).body
    return world
      .api()
      .post('/api/v1/sessions/passkey')
      .send({ response: passkey.answer(asked) })
  }
  const before = await add(stranger, 'Of the stranger')
  world.clock.advance(minute)
  await stranger.api.put('/me/email', { email: owner, current_password: password }).expect(200)
  await confirmEmail(world.ctx, await newestToken(world, owner))
  const after = await add(stranger, 'Since')
  const [, api] = linkRouters
  await api?.forget(world, owner)
  expect(worked((await api?.reset(world, await newestToken(world, owner), better)) as never)).toBe(true)
  expect((await lettersTo(world, owner)).at(-1)?.text).toMatch(
    /calendar feed.*no longer work. It can still be opened by one passkey/,
  )
  expect((await logInBy(before)).status).toBe(422)
  expect((await logInBy(after)).status).toBe(201)
})
