import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { deleteAllOf } from '#people/accounts/revocation-queries.ts'
import { setSuspended } from '#people/admin/account-queries.ts'
import { findDrafts } from '#platform/drafts/drafts.ts'
import { auditOf, textOf } from '../accounts/reading.ts'
import { minute } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { apiOf, join, type Member, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { atOnce, failedLogins } from './authenticator-app.ts'
import { type Lies, SoftPasskey } from './soft-passkey.ts'

const world = await startApp()

const offer = async ({ api }: Member) =>
  (await api.post('/me/passkeys/options', { current_password: password }).expect(200)).body

const ask = async () => (await world.api().post('/api/v1/sessions/passkey/options').expect(200)).body
const logIn = (response: object) => world.api().post('/api/v1/sessions/passkey').send({ response })

async function passkeyOf(member: Member): Promise<SoftPasskey> {
  const passkey = new SoftPasskey(world)
  const response = passkey.create(await offer(member))
  await member.api.post('/me/passkeys', { name: 'My phone', response }).expect(201)
  return passkey
}

const reasonsFor = async (id: number | null) => (await failedLogins(world, id)).map(({ reason }) => reason)

describe('adding a passkey', () => {
  test('says what is missing where the browser gave none', async () => {
    const { pages } = await join(world, 'nell')
    const form = { name: 'My phone', response: '', current_password: password }
    const { text } = await pages.post('/profile/passkeys').type('form').send(form).expect(422)
    expect(pageOf(text).text).toContain('it needs JavaScript, and a device with passkeys')
  })

  test('asks for one that knows its owner and checks them, for this desk', async () => {
    const kim = await join(world, 'kim')
    const first = await passkeyOf(kim)
    expect(await offer(kim)).toMatchObject({
      rp: { id: '127.0.0.1', name: 'SupportMe' },
      user: { name: 'kim' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [{ id: first.id }],
    })
    const listed = (await kim.api.get('/me/passkeys').expect(200)).body.passkeys
    expect(listed).toMatchObject([{ id: first.id, name: 'My phone', last_used_at: null }])
    const page = await kim.pages.get('/profile/passkeys').expect(200)
    expect(page.text).toMatch(/<strong[^>]*>My phone<\/strong>/)
    expect((await auditOf(world, 'account', kim.id)).map(({ action }) => action)).toContain('passkey_added')
  })

  test('needs the password', async () => {
    const eva = await join(world, 'eva')
    const wrong = { current_password: 'not the password' }
    await eva.api.post('/me/passkeys/options', wrong).expect(422)
    const form = { ...wrong, name: 'x', response: '' }
    await eva.pages.post('/profile/passkeys/options').type('form').send(form).expect(422)
    await eva.pages.post('/profile/passkeys').type('form').send(form).expect(422)
    const stray = new SoftPasskey(world).create({ challenge: 'A'.repeat(43), user: { id: 'MQ' } })
    await eva.api.post('/me/passkeys', { name: 'x', response: stray }).expect(422)
    expect((await eva.api.get('/me/passkeys')).body.passkeys).toEqual([])
    expect(await reasonsFor(eva.id)).toEqual(['passkey'])
  })

  test('works through the form', async () => {
    const ida = await join(world, 'ida')
    const form = { current_password: password, name: 'Laptop', response: '' }
    const { body } = await ida.pages.post('/profile/passkeys/options').type('form').send(form).expect(200)
    const response = JSON.stringify(new SoftPasskey(world).create(body))
    await ida.pages
      .post('/profile/passkeys')
      .type('form')
      .send({ ...form, response })
      .expect(303)
    expect((await ida.api.get('/me/passkeys')).body.passkeys).toMatchObject([{ name: 'Laptop' }])
    const without = await ida.pages.post('/profile/passkeys').type('form').send(form).expect(422)
    expect(without.text).toContain('needs JavaScript')
  })

  test('happens once, even sent 20 times at once, and not a second time', async () => {
    const max = await join(world, 'max')
    const response = new SoftPasskey(world).create(await offer(max))
    const answers = await atOnce(20, () => max.api.post('/me/passkeys', { name: 'x', response }))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(422)])
    await max.api.post('/me/passkeys', { name: 'x', response }).expect(422)
    expect((await max.api.get('/me/passkeys')).body.passkeys).toHaveLength(1)
  })

  test('is reported as done, even if the last way to log in is removed at that moment', async () => {
    const evi = await join(world, 'evita')
    const response = new SoftPasskey(world).create(await offer(evi))
    let status = 0
    const adding = evi.api.post('/me/passkeys', { name: 'x', response }).then((answer) => {
      status = answer.status
    })
    while (status === 0) {
      await deleteAllOf(world.ctx, 'passkeys', evi.id)
      await setImmediate()
    }
    await adding
    expect(status).toBe(201)
  })

  test('is over after five minutes', async () => {
    const pia = await join(world, 'pia')
    const response = new SoftPasskey(world).create(await offer(pia))
    world.clock.advance(5 * minute)
    await pia.api.post('/me/passkeys', { name: 'x', response }).expect(422)
  })

  test('takes no answer to another account’s question, nor one for a login', async () => {
    const [ann, bob] = [await join(world, 'ann'), await join(world, 'bob')]
    const hers = new SoftPasskey(world).create(await offer(ann))
    await bob.api.post('/me/passkeys', { name: 'x', response: hers }).expect(422)
    const toLogin = new SoftPasskey(world).create({ ...(await ask()), user: { id: 'MQ' } })
    await bob.api.post('/me/passkeys', { name: 'x', response: toLogin }).expect(422)
  })

  test('stops at twenty, however many were offered before', async () => {
    const max = await join(world, 'collector')
    const answers = []
    for (let n = 0; n < 22; n++) answers.push(new SoftPasskey(world).create(await offer(max)))
    const added = await Promise.all(answers.map((response) => max.api.post('/me/passkeys', { name: 'x', response })))
    const refused = added.filter(({ status }) => status !== 201)
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual(Array(2).fill([409, 'too_many_passkeys']))
    // The browser is not asked either, so its form comes without a passkey.
    const form = { name: 'x', current_password: password, response: '' }
    const { text } = await max.pages.post('/profile/passkeys').type('form').send(form).expect(409)
    expect(textOf(text)).toContain('An account can have 20 passkeys at most.')
  })

  test('takes no passkey that another account has', async () => {
    const [rob, una] = [await join(world, 'rob'), await join(world, 'una')]
    const passkey = await passkeyOf(rob)
    const response = passkey.create(await offer(una))
    expect((await una.api.post('/me/passkeys', { name: 'x', response }).expect(409)).body.code).toBe('passkey_known')
    const { body } = await logIn(
      passkey.answer(await ask(), { userHandle: Buffer.from(String(rob.id)).toString('base64url') }),
    )
    expect(body.account.id).toBe(rob.id)
  })

  const lies: [string, Lies][] = [
    ['another origin', { origin: 'https://evil.example' }],
    ['another host', { rpId: 'evil.example' }],
    ['an answer to something else', { type: 'webauthn.get' }],
    ['an owner who was not checked', { verified: false }],
  ]
  test.each(lies)('refuses %s', async (name, lie) => {
    const member = await join(world, `liar${lies.findIndex(([one]) => one === name)}`)
    const response = new SoftPasskey(world).create(await offer(member), lie)
    await member.api.post('/me/passkeys', { name: 'x', response }).expect(422)
  })
})

describe('logging in with a passkey', async () => {
  const kim = await join(world, 'rosa')
  const passkey = await passkeyOf(kim)

  test('needs no name and no password, and is written down', async () => {
    const { body } = await logIn(passkey.answer(await ask())).expect(201)
    expect(body).toMatchObject({ account: { id: kim.id }, second_factor_required: false })
    await apiOf(world, body.access_token).get('/me').expect(200)
    const [used] = (await kim.api.get('/me/passkeys')).body.passkeys
    expect(Date.parse(used.last_used_at)).toBe(world.clock.now())
    const audit = (await auditOf(world, 'session', null)).filter(({ actor_id }) => actor_id === kim.id)
    expect(audit).toMatchObject([{ action: 'logged_in', after: '{"by":"passkey"}' }])
  })

  test('works through the form, and leads to where it was to lead', async () => {
    const visitor = world.visitor()
    const { body } = await visitor.post('/login/passkey/options').type('form').send({ next: '/tickets' }).expect(200)
    const form = { response: JSON.stringify(passkey.answer(body)), next: '/tickets' }
    await visitor.post('/login/passkey').type('form').send(form).expect(303).expect('location', '/tickets')
    await visitor.get('/tickets').expect(200)
    const again = await world.visitor().post('/login/passkey').type('form').send(form).expect(422)
    expect(again.text).toContain('name="next" value="/tickets"')
    expect(again.text).not.toContain('signature')
    const empty = await world.visitor().post('/login/passkey').type('form').send({ response: '' }).expect(422)
    expect(empty.text).toContain('needs JavaScript')
  })

  test('brings back what was sent without a session, also after a refusal', async () => {
    const visitor = world.visitor()
    const post = (path: string, form: object) => visitor.post(path).type('form').send(form).redirects(0)
    const carriedBy = (html: string) => pageOf(html).fieldsOf('/login/passkey').carried
    const place = 'ticket-1'
    const sent = { message: 'Sent too late', draft_place: place, drawn_for: String(kim.id) }
    const carried = carriedBy((await post('/tickets/1/messages', sent).expect(401)).text)
    expect(carried).toEqual(expect.any(String))
    const refused = await post('/login/passkey', { response: '', carried }).expect(422)
    expect(carriedBy(refused.text)).toBe(carried)
    const { body } = await post('/login/passkey/options', {}).expect(200)
    await post('/login/passkey', { response: JSON.stringify(passkey.answer(body)), carried }).expect(303)
    expect((await findDrafts(world.ctx, kim.id, [place])).get(place)?.fields).toEqual({ message: 'Sent too late' })
  })

  test('takes an answer once, even sent 20 times at once', async () => {
    const response = passkey.answer(await ask())
    const answers = await atOnce(20, () => logIn(response))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(422)])
  })

  test('must be answered within five minutes', async () => {
    const response = passkey.answer(await ask())
    world.clock.advance(5 * minute)
    await logIn(response).expect(422)
  })

  const lies: [string, Lies][] = [
    ['another origin', { origin: 'https://evil.example' }],
    ['another host', { rpId: 'evil.example' }],
    ['an answer to something else', { type: 'webauthn.create' }],
    ['an owner who was not checked', { verified: false }],
    ['a challenge that nobody gave', { challenge: 'A'.repeat(43) }],
    ['a challenge that is no text', { challenge: 7 as unknown as string }],
    ['somebody else’s signature', { key: new SoftPasskey(world).keys.privateKey }],
    ['somebody else’s name on it', { userHandle: Buffer.from('999').toString('base64url') }],
    ['a counter that goes back, as that of a copy does', { counter: 1 }],
  ]
  test.each(lies)('refuses %s, and keeps that it was tried', async (_name, lie) => {
    const before = (await reasonsFor(kim.id)).length
    const response = passkey.answer(await ask(), lie)
    await logIn(response).expect(422)
    expect((await reasonsFor(kim.id)).slice(before)).toEqual(['passkey'])
    await logIn(passkey.answer(await ask())).expect(201)
  })

  test('a refused answer has used its question up', async () => {
    const options = await ask()
    await logIn(passkey.answer(options, { verified: false })).expect(422)
    await logIn(passkey.answer(options)).expect(422)
  })

  test('refuses a passkey that is not known here', async () => {
    const before = (await reasonsFor(null)).length
    await logIn(new SoftPasskey(world).answer(await ask())).expect(422)
    expect((await reasonsFor(null)).slice(before)).toEqual(['passkey'])
  })

  test('refuses an answer to a question for adding one', async () => {
    await logIn(passkey.answer(await offer(kim))).expect(422)
  })

  test('refuses what is no answer at all', async () => {
    for (const response of [null, 7, {}, { id: 'x' }]) await logIn(response as object).expect(422)
  })

  test('is refused to a suspended account', async () => {
    const sam = await join(world, 'sam')
    const his = await passkeyOf(sam)
    await setSuspended(world.ctx, sam.id, true)
    expect((await logIn(his.answer(await ask())).expect(403)).body.code).toBe('suspended')
    expect(await reasonsFor(sam.id)).toEqual(['suspended'])
  })

  test('ends with its removal, which only its owner can do', async () => {
    const [ole, eve] = [await join(world, 'ole'), await join(world, 'eve')]
    const his = await passkeyOf(ole)
    await eve.api.delete(`/me/passkeys/${his.id}`).expect(404)
    await eve.pages.post(`/profile/passkeys/${his.id}/removal`).expect(404)
    await logIn(his.answer(await ask())).expect(201)
    await ole.pages.post(`/profile/passkeys/${his.id}/removal`).expect(303)
    await logIn(his.answer(await ask())).expect(422)
    expect((await auditOf(world, 'account', ole.id)).map(({ action }) => action)).toContain('passkey_removed')
  })
})

describe('an unconfirmed address', async () => {
  const strict = await startApp({
    database: world.database,
    clock: world.clock,
    env: { REQUIRE_VERIFIED_EMAIL: 'on', BASE_URL: world.url },
  })

  test('keeps a passkey out where the desk requires confirmed ones', async () => {
    const udo = await join(world, 'udo')
    const response = (await passkeyOf(udo)).answer(await ask())
    const { body } = await strict.api().post('/api/v1/sessions/passkey').send({ response }).expect(403)
    expect(body.code).toBe('email_not_verified')
  })
})

test('who may ask for no more passkeys is told so, not that the browser gave none', async () => {
  const limited = await startApp({ env: { RATE_LIMITS: 'on' } })
  const page = (path: string) => limited.visitor().post(path).type('form')
  for (let asked = 0; asked < 40; asked++) await page('/login/passkey/options').send({}).expect(200)
  await page('/login/passkey/options').send({}).expect(429)
  const { text } = await page('/login/passkey').send({ response: '' }).expect(429)
  expect(textOf(text)).not.toContain('Your browser gave no passkey')
})
