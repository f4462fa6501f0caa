import { describe, expect, test } from 'vitest'
import { setSuspended } from '#people/admin/account-queries.ts'
import { makeLink } from '#people/email-links/one-time-tokens.ts'
import { resetPassword } from '#people/email-links/password-reset.ts'
import { auditOf, markedFields } from '../accounts/reading.ts'
import { minute } from '../support/clock.ts'
import { apiOf, join, joinConfirmed, type Member, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { atOnce, codeOf, failedLogins, halfBrowser, halfToken, protect, wrongCode } from './authenticator-app.ts'

const world = await startApp()

const finish = async (member: Member, code: string) =>
  apiOf(world, await halfToken(world, member)).post('/sessions/second-step', { code })

const login = (next: string) => `/login?next=${encodeURIComponent(next)}`

describe('a login with two-factor', () => {
  test('asks for the code after the password, and then leads to where it was to lead', async () => {
    const kim = await join(world, 'kim')
    const { secret } = await protect(world, kim)
    const visitor = world.visitor()
    const first = await visitor
      .post('/login')
      .type('form')
      .send({ login: 'kim', password, next: '/tickets' })
      .expect(303)
      .expect('location', '/login/second-step?next=%2Ftickets')
    const [half] = first.get('Set-Cookie') ?? []
    const page = await visitor.get('/login/second-step?next=%2Ftickets').expect(200)
    expect(page.text).toContain('name="next" value="/tickets"')
    const done = await visitor
      .post('/login/second-step')
      .type('form')
      .send({ code: codeOf(world, secret), next: '/tickets' })
      .expect(303)
      .expect('location', '/tickets')
    const cookies = done.get('Set-Cookie') ?? []
    expect(cookies[0]).toMatch(/^session=/)
    expect(cookies[0]).not.toBe(half)
    await visitor.get('/tickets').expect(200)
    const audit = (await auditOf(world, 'session', null)).filter(({ actor_id }) => actor_id === kim.id)
    expect(audit).toMatchObject([
      { action: 'password_accepted' },
      { action: 'logged_in', after: '{"second_step":"authenticator"}' },
    ])
  })

  test('continues whatever page is opened meanwhile, as when a phone switches to the app for the code', async () => {
    const max = await join(world, 'max')
    const { secret } = await protect(world, max)
    const browser = await halfBrowser(world, max)
    const { headers } = await browser.get('/tickets?status=open').redirects(0).expect(303)
    expect(headers.location).toBe('/login/second-step?next=%2Ftickets%3Fstatus%3Dopen')
    await browser.get(headers.location as string).expect(200)
    await browser
      .post('/login/second-step')
      .type('form')
      .send({ code: codeOf(world, secret) })
      .expect(303, /home/)
    await browser.get('/home').expect(200)
  })

  test('works over the API alike; the token of the first step ends', async () => {
    const ann = await join(world, 'ann')
    const { secret } = await protect(world, ann)
    const half = apiOf(world, await halfToken(world, ann))
    const { body } = await half.post('/sessions/second-step', { code: codeOf(world, secret) }).expect(201)
    expect(body).toMatchObject({ second_factor_required: false, account: { id: ann.id } })
    await apiOf(world, body.access_token).get('/me').expect(200)
    await half.get('/me').expect(401)
    await half.post('/sessions/second-step', { code: codeOf(world, secret, 1) }).expect(401)
  })

  test('never leads to another site', async () => {
    const eve = await join(world, 'eve')
    const { secret } = await protect(world, eve)
    const visitor = await halfBrowser(world, eve)
    const form = { code: codeOf(world, secret), next: 'https://evil.example' }
    await visitor.post('/login/second-step').type('form').send(form).expect('location', '/home')
  })

  test('takes the code of the step before and after, none further away, and none older than the last', async () => {
    const bob = await join(world, 'bob')
    const { secret } = await protect(world, bob)
    world.clock.advance(5 * minute)
    for (const later of [-2, 2]) expect((await finish(bob, codeOf(world, secret, later))).status).toBe(422)
    for (const later of [-1, 0, 1]) expect((await finish(bob, codeOf(world, secret, later))).status).toBe(201)
    for (const later of [-1, 0, 1]) expect((await finish(bob, codeOf(world, secret, later))).status).toBe(422)
  })

  const digitsFrom = (zero: number) => (code: string) =>
    code.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))
  test.each([
    ['with the spaces that apps show', 'ben', (code: string) => ` ${code.slice(0, 3)} ${code.slice(3)}`],
    ['in the wide digits of Japanese keyboards', 'aki', digitsFrom(0xff10)],
    ['in the digits of Arabic keyboards', 'nur', digitsFrom(0x0660)],
    ['in the digits of Persian keyboards', 'roya', digitsFrom(0x06f0)],
  ])('takes a code %s', async (_how, name, type) => {
    const ben = await join(world, name)
    const { secret } = await protect(world, ben)
    expect((await finish(ben, type(codeOf(world, secret)))).status).toBe(201)
  })

  test('takes no code of another account', async () => {
    const [mia, tom] = [await join(world, 'mia'), await join(world, 'tom')]
    const hers = await protect(world, mia)
    const his = await protect(world, tom)
    expect((await finish(mia, codeOf(world, his.secret))).status).toBe(422)
    expect((await finish(mia, his.recovery_codes[0] as string)).status).toBe(422)
    expect((await finish(mia, codeOf(world, hers.secret))).status).toBe(201)
    expect((await finish(tom, his.recovery_codes[0] as string)).status).toBe(201)
  })

  test.each(['code of the app', 'recovery code'])('takes a %s once, even sent 20 times at once', async (kind) => {
    const member = await join(world, kind === 'recovery code' ? 'rita' : 'rolf')
    const { secret, recovery_codes } = await protect(world, member)
    const code = kind === 'recovery code' ? (recovery_codes[3] as string) : codeOf(world, secret)
    const tokens = await atOnce(20, () => halfToken(world, member))
    const answers = await Promise.all(
      tokens.map((token) => apiOf(world, token).post('/sessions/second-step', { code })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(422)])
    expect((await finish(member, code)).status).toBe(422)
    expect(await failedLogins(world, member.id)).toHaveLength(20)
  })

  test('one half-way session becomes one whole session, even with different codes at once', async () => {
    const uma = await join(world, 'uma')
    const { recovery_codes } = await protect(world, uma)
    const half = apiOf(world, await halfToken(world, uma))
    const answers = await Promise.all(recovery_codes.map((code) => half.post('/sessions/second-step', { code })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(401)])
    expect((await uma.api.get('/me/two-factor')).body.recovery_codes_left).toBe(9)
  })

  test('a recovery code may be typed in capitals, without dashes, with O for 0', async () => {
    const zoe = await join(world, 'zoe')
    const { recovery_codes } = await protect(world, zoe)
    const typed = (recovery_codes[0] as string).toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O')
    expect((await finish(zoe, typed)).status).toBe(201)
    expect((await auditOf(world, 'account', zoe.id)).map(({ action }) => action)).toContain('recovery_code_used')
  })

  test('a wrong code is recorded and never shown or stored', async () => {
    const lou = await join(world, 'lou')
    const { secret } = await protect(world, lou)
    const code = wrongCode(world, secret)
    const visitor = await halfBrowser(world, lou)
    const page = await visitor.post('/login/second-step').type('form').send({ code, next: '/tickets' }).expect(422)
    expect(markedFields(page.text)).toEqual(['code'])
    expect(page.text).not.toContain(`value="${code}"`)
    expect(page.text).toContain('name="next" value="/tickets"')
    expect((await finish(lou, code)).body).toMatchObject({ code: 'invalid', errors: [{ field: 'code' }] })
    const failure = { name_tried: 'lou', account_id: lou.id, reason: 'second_step' }
    expect(await failedLogins(world, lou.id)).toEqual([failure, failure])
    await visitor.get('/home').expect(303)
  })

  test('must be finished within a quarter of an hour', async () => {
    const ida = await join(world, 'ida')
    const { secret } = await protect(world, ida)
    const [visitor, token] = [await halfBrowser(world, ida), await halfToken(world, ida)]
    world.clock.advance(15 * minute)
    const code = codeOf(world, secret)
    const sent = { code, next: '/tickets' }
    await visitor.post('/login/second-step').type('form').send(sent).expect(303).expect('location', login('/tickets'))
    await apiOf(world, token).post('/sessions/second-step', { code }).expect(401)
    expect((await finish(ida, code)).status).toBe(201)
  })

  test('is refused when the account was suspended in the meantime', async () => {
    const sue = await join(world, 'sue')
    const { secret } = await protect(world, sue)
    const half = apiOf(world, await halfToken(world, sue))
    await setSuspended(world.ctx, sue.id, true)
    await half.post('/sessions/second-step', { code: codeOf(world, secret) }).expect(401)
  })

  test('stays in force after a new password by mail', async () => {
    const pia = await joinConfirmed(world, 'pia')
    await protect(world, pia)
    const link = await makeLink(world.ctx, 'reset_password', pia.id, pia.email)
    await resetPassword(world.ctx, new URL(link).searchParams.get('token') ?? '', 'another horse battery')
    const { body } = await world
      .api()
      .post('/api/v1/sessions')
      .send({ login: 'pia', password: 'another horse battery' })
      .expect(201)
    expect(body.second_factor_required).toBe(true)
  })

  test('is what somebody logged in does not need, and nobody without a password gets', async () => {
    const { pages } = await join(world, 'jan')
    await pages.get('/login/second-step').expect(303).expect('location', '/home')
    await pages.post('/login/second-step').type('form').send({ code: '123456' }).expect('location', '/home')
    await pages.get('/home').expect(200)
    for (const path of ['/login', '/login/second-step'])
      await pages.get(`${path}?next=/tickets`).expect(303).expect('location', '/tickets')
    await world.visitor().get('/login/second-step').expect(303).expect('location', '/login')
    await world.visitor().get('/login/second-step?next=/tickets').expect('location', login('/tickets'))
    await world.visitor().get('/login/second-step?next=//evil.example').expect('location', login('/home'))
    await world.api().post('/api/v1/sessions/second-step').send({ code: '123456' }).expect(401)
  })
})

describe('guessing codes', async () => {
  const limited = await startApp({ env: { RATE_LIMITS: 'on' } })

  test('is stopped after five, for a time; not for the browser that its owner has used before', async () => {
    const amy = await join(limited, 'amy')
    const { secret, recovery_codes } = await protect(limited, amy)
    const home = await halfBrowser(limited, amy)
    const good = { code: codeOf(limited, secret) }
    await home.post('/login/second-step').type('form').send(good).expect('location', '/home')
    await home.post('/logout').expect(303)

    const code = wrongCode(limited, secret)
    const half = apiOf(limited, await halfToken(limited, amy))
    for (let count = 0; count < 5; count++) await half.post('/sessions/second-step', { code }).expect(422)
    const right = codeOf(limited, secret, 1)
    const stopped = await half.post('/sessions/second-step', { code: right }).expect(429)
    expect(Number(stopped.get('retry-after'))).toBeGreaterThan(500)
    const elsewhere = await halfBrowser(limited, amy)
    const page = await elsewhere.post('/login/second-step').type('form').send({ code: recovery_codes[0] })
    expect(page.status).toBe(429)

    await home.post('/login').type('form').send({ login: 'amy', password }).expect(303)
    await home.post('/login/second-step').type('form').send({ code: right }).expect('location', '/home')

    limited.clock.advance(10 * minute)
    await half.post('/sessions/second-step', { code: codeOf(limited, secret) }).expect(201)
  })
})
