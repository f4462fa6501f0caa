import { describe, expect, test } from 'vitest'
import { apiOf, join, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { auditOf, failedLoginsOf, withoutIds } from './reading.ts'

const world = await startApp()
const rosa = await join(world, 'Rosa')
const logIn = (login: string, secret = password) =>
  world.api().post('/api/v1/sessions').send({ login, password: secret })
const logInOnPage = (login: string, secret = password, next?: string) =>
  world
    .visitor()
    .post('/login')
    .type('form')
    .send({ login, password: secret, ...(next !== undefined && { next }) })

describe('logging in', () => {
  test.each(['Rosa', 'rOSA', ' rosa ', 'Rosa@example.com', 'ROSA@EXAMPLE.COM'])('works as %j', async (login) => {
    const { status, body } = await logIn(login)
    expect(status).toBe(201)
    expect(body.account.id).toBe(rosa.id)
    await apiOf(world, body.access_token).get('/me').expect(200)

    const page = await logInOnPage(login).expect(303).expect('location', '/home')
    const [cookie] = page.get('Set-Cookie') ?? []
    expect(cookie).toMatch(/^session=[\w.-]+; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/)
  })

  test('tells who by the token: user id, account type, session, and 24 hours', async () => {
    const { body } = await logIn('Rosa')
    const claims = JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString())
    const exp = world.clock.now() / 1000 + 24 * 3600
    expect(claims).toMatchObject({ user_id: rosa.id, account_type: 1, exp, sid: expect.any(String) })
  })

  test('fails with the same answer for an unknown name and a wrong password', async () => {
    const answers = await Promise.all([logIn('nobody'), logIn('Rosa', 'wrong password')])
    const [unknown, wrong] = answers.map(({ status, body }) => ({ status, ...body, request_id: 'ID' }))
    expect(unknown).toMatchObject({ status: 422, errors: [{ field: 'login' }] })
    expect(wrong).toEqual(unknown)

    const pages = await Promise.all([
      logInOnPage('nobody'),
      logInOnPage('nocode', 'wrong password'),
      logInOnPage('Rosa', 'wrong password'),
    ])
    const [first, ...others] = pages.map(({ status, text, headers }) => ({
      status,
      text: withoutIds(text).replace(/value="\w+"/, ''),
      headers: Object.keys(headers),
    }))
    expect(first?.status).toBe(422)
    for (const other of others) expect(other).toEqual(first)
  })

  test('that failed is recorded, with whose account it was and never the password', async () => {
    const name = (await join(world, 'Ina')).id
    await logIn('Ina', 'a wrong secret')
    const entries = await auditOf(world, 'account', name)
    expect(entries).toMatchObject([
      { action: 'registered' },
      { action: 'login_failed', actor_id: null, after: '{"reason":"wrong"}' },
    ])
    const failed = await failedLoginsOf(world, 'Ina')
    expect(failed).toMatchObject([{ account_id: name, reason: 'wrong', name_tried: 'Ina', address: '127.0.0.1' }])
    expect(JSON.stringify([entries, failed])).not.toContain('a wrong secret')
  })

  test.each([
    ['/tickets/7?before=3', '/tickets/7?before=3'],
    ['/profile', '/profile'],
    ['', '/home'],
    ['https://evil.example/', '/home'],
    ['//evil.example/', '/home'],
    ['/\\evil.example/', '/home'],
    ['/\t/evil.example/', '/home'],
    ['\\\\evil.example', '/home'],
    ['javascript:alert(1)', '/home'],
    ['evil.example', '/home'],
    [' /home', '/home'],
    ['/home\r\nset-cookie: a=b', '/home'],
  ])('with next %j leads to %s', async (next, location) => {
    await logInOnPage('Rosa', password, next).expect(303).expect('location', location)
  })

  test('leads back to the page that asked for it', async () => {
    const visitor = world.visitor()
    await visitor.get('/tickets?queue=closed').expect(303).expect('location', '/login?next=%2Ftickets%3Fqueue%3Dclosed')
    const page = await visitor.get('/login?next=%2Ftickets%3Fqueue%3Dclosed').expect(200)
    expect(page.text).toContain('name="next" value="/tickets?queue=closed"')
  })

  test('explains it if a successful login comes back, because the browser stores no cookies', async () => {
    const visitor = world.visitor()
    const come = (from: string, cookie?: string) => {
      const request = visitor.get('/login?next=%2Fhome').set('Referer', `${world.url}${from}`)
      return cookie ? request.set('Cookie', cookie) : request
    }
    const said = 'your browser stores no cookies'
    expect((await come('/login')).text).toContain(said)
    expect((await come('/login', 'session=ended')).text).not.toContain(said)
    expect((await come('/register')).text).not.toContain(said)
  })

  test.each([
    {},
    { login: 'Rosa' },
    { login: 'Rosa', password: '' },
    { login: 7, password },
    { login: 'R', password, next: '/' },
  ])('with %j is refused by the API', async (body) => {
    await world.api().post('/api/v1/sessions').send(body).expect(422)
  })
})
