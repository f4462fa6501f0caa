import { describe, expect, test } from 'vitest'
import { day, hour, minute } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { apiOf, join, password } from '../support/people.ts'
import { startApp, type World } from '../support/world.ts'
import { codeOf, protect } from '../two-factor/authenticator-app.ts'
import { SoftPasskey } from '../two-factor/soft-passkey.ts'
import { textOf } from './reading.ts'

const world = await startApp({ env: { SESSION_HOURS: '2' } })
const other = await startApp({ env: { KEEP_LOGGED_IN_DAYS: '3', KEEP_LOGGED_IN_IDLE_DAYS: '2' } })

async function logIn(at: World, username: string, box: object) {
  const browser = at.visitor()
  const answer = await browser
    .post('/login')
    .type('form')
    .send({ login: username, password, ...box })
  const [, expires = ''] = /session=[^;]+; Path=\/; Expires=([^;]+)/.exec(answer.get('Set-Cookie')?.join() ?? '') ?? []
  return { browser, expires: new Date(expires).getTime() }
}

const isIn = async ({ browser }: Awaited<ReturnType<typeof logIn>>) => (await browser.get('/profile')).status === 200
const ticked = { keep_logged_in: 'on' }

describe('with “Keep me logged in”', () => {
  test('a login lasts 30 days while it is used', async () => {
    const kim = await join(world, 'kim')
    const session = await logIn(world, kim.username, ticked)
    expect(session.expires).toBe(world.clock.now() + 30 * day)
    for (let days = 6; days < 30; days += 6) {
      world.clock.advance(6 * day)
      expect(await isIn(session)).toBe(true)
    }
    const list = textOf((await session.browser.get('/profile/sessions').expect(200)).text)
    expect(list).toContain('This one Stays logged in')
    world.clock.advance(6 * day - 1000)
    expect(await isIn(session)).toBe(true)
    world.clock.advance(1000)
    expect(await isIn(session)).toBe(false)
    const { browser } = await logIn(world, kim.username, {})
    expect(textOf((await browser.get('/profile/sessions').expect(200)).text)).not.toContain('Stays logged in')
  })

  test('it ends after 7 days unused, give or take the five minutes between two looks', async () => {
    const lea = await join(world, 'lea')
    const [left, looked] = [await logIn(world, lea.username, ticked), await logIn(world, lea.username, ticked)]
    world.clock.advance(6 * minute)
    await isIn(looked)
    world.clock.advance(7 * day - 6 * minute)
    expect([await isIn(left), await isIn(looked)]).toEqual([false, true])
  })

  test('the settings say how long, and an admin can change them', async () => {
    const [kim, boss] = [await join(other, 'kim'), await join(other, 'boss', 'admin')]
    const [used, unused] = [await logIn(other, kim.username, ticked), await logIn(other, kim.username, ticked)]
    await boss.api.patch('/admin/settings', { keep_logged_in_days: 20, keep_logged_in_idle_days: 10 }).expect(200)
    const longer = await logIn(other, kim.username, ticked)
    other.clock.advance(1 * day)
    expect(await isIn(used)).toBe(true)
    other.clock.advance(1 * day)
    expect([await isIn(used), await isIn(unused)]).toEqual([true, false])
    other.clock.advance(7 * day)
    expect(await isIn(longer)).toBe(true)
  })

  test.each(['code', 'passkey'])('it holds through a second step by %s, and through a new password', async (step) => {
    const max = await join(world, `max${step}`)
    const passkey = new SoftPasskey(world)
    const offer = (await max.api.post('/me/passkeys/options', { current_password: password }).expect(200)).body
    await max.api.post('/me/passkeys', { name: 'Phone', response: passkey.create(offer) }).expect(201)
    const { secret } = await protect(world, max)
    const { browser } = await logIn(world, max.username, ticked)
    if (step === 'code')
      await browser
        .post('/login/second-step')
        .type('form')
        .send({ code: codeOf(world, secret) })
        .expect(303, /home/)
    else {
      const options = (await browser.post('/login/second-step/passkey/options').expect(200)).body
      const response = JSON.stringify(passkey.answer(options))
      await browser.post('/login/second-step/passkey').type('form').send({ response }).expect(303, /home/)
    }
    const new_password = 'another horse battery'
    const change = { current_password: password, new_password, new_password_confirmation: new_password }
    await browser.post('/profile/password').type('form').send(change).expect(303)
    world.clock.advance(6 * day)
    await browser.get('/profile').expect(200)
  })

  test('so does a login by passkey; a refused form keeps the box', async () => {
    const eva = await join(world, 'eva')
    const passkey = new SoftPasskey(world)
    const offer = (await eva.api.post('/me/passkeys/options', { current_password: password }).expect(200)).body
    await eva.api.post('/me/passkeys', { name: 'Phone', response: passkey.create(offer) }).expect(201)
    const browser = world.visitor()
    const refused = await browser
      .post('/login/passkey')
      .type('form')
      .send({ response: '', ...ticked })
      .expect(422)
    expect(pageOf(refused.text).fieldsOf('/login')).toMatchObject(ticked)
    const options = (await browser.post('/login/passkey/options').expect(200)).body
    const response = JSON.stringify(passkey.answer(options))
    await browser
      .post('/login/passkey')
      .type('form')
      .send({ response, ...ticked })
      .expect(303)
    world.clock.advance(6 * day)
    await browser.get('/profile').expect(200)
  })
})

describe('without it SESSION_HOURS counts, used or not', () => {
  test.each([{}, { keep_logged_in: '' }])('in a browser that sends %j', async (box) => {
    const ben = await join(world, `ben${Object.keys(box).length}`)
    const session = await logIn(world, ben.username, box)
    expect(session.expires).toBe(world.clock.now() + 2 * hour)
    world.clock.advance(hour)
    expect(await isIn(session)).toBe(true)
    world.clock.advance(hour)
    expect(await isIn(session)).toBe(false)
  })

  test('and for programs, which have no such choice', async () => {
    const { username } = await join(world, 'robot')
    await world
      .api()
      .post('/api/v1/sessions')
      .send({ login: username, password, ...ticked })
      .expect(422)
    const { body } = await world.api().post('/api/v1/sessions').send({ login: username, password }).expect(201)
    const [own] = (await apiOf(world, body.access_token).get('/me/sessions')).body.sessions
    expect(own).toMatchObject({ persistent: false, expires_at: body.expires_at })
    world.clock.advance(2 * hour)
    await apiOf(world, body.access_token).get('/me').expect(401)
  })
})
