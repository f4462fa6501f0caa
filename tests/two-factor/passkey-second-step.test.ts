import { expect, test } from 'vitest'
import { auditOf } from '../accounts/reading.ts'
import { apiOf, join, type Member, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { atOnce, codeOf, failedLogins, halfBrowser, halfToken, protect } from './authenticator-app.ts'
import { SoftPasskey } from './soft-passkey.ts'

const world = await startApp()
const limited = await startApp({ env: { RATE_LIMITS: 'on' } })
const proxied = await startApp({ env: { RATE_LIMITS: 'on', TRUST_PROXY: '1' } })
const path = '/sessions/second-step/passkey'

async function protectedWithPasskey(
  name: string,
  at = world,
): Promise<{ member: Member; passkey: SoftPasskey; secret: string }> {
  const member = await join(at, name)
  const { secret } = await protect(at, member)
  const { body } = await member.api.post('/me/passkeys/options', { current_password: password }).expect(200)
  const passkey = new SoftPasskey(at)
  await member.api.post('/me/passkeys', { name: 'Phone', response: passkey.create(body) }).expect(201)
  return { member, passkey, secret }
}

const half = async (member: Member) => apiOf(world, await halfToken(world, member))

test('a passkey takes the place of the code, over the API', async () => {
  const { member, passkey } = await protectedWithPasskey('kim')
  const client = await half(member)
  const { body: options } = await client.post(`${path}/options`).expect(200)
  expect(options.allowCredentials).toMatchObject([{ id: passkey.id }])
  const response = passkey.answer(options)
  const { body } = await client.post(path, { response }).expect(201)
  expect(body.second_factor_required).toBe(false)
  await apiOf(world, body.access_token).get('/me').expect(200)
  await client.post(path, { response }).expect(401)
  await (await half(member)).post(path, { response }).expect(422)
  const audit = (await auditOf(world, 'session', null)).filter(({ actor_id }) => actor_id === member.id)
  expect(audit.at(1)).toMatchObject({ action: 'logged_in', after: '{"second_step":"passkey"}' })
})

test('however many passkeys others in the same network were asked for', async () => {
  const { member, passkey } = await protectedWithPasskey('jim', limited)
  const client = apiOf(limited, await halfToken(limited, member))
  for (let n = 0; n < 40; n += 1) await limited.api().post('/api/v1/sessions/passkey/options').expect(200)
  await limited.api().post('/api/v1/sessions/passkey/options').expect(429)
  const { body: options } = await client.post(`${path}/options`).expect(200)
  await client.post(path, { response: passkey.answer(options) }).expect(201)
})

test('however often somebody elsewhere who knows the password tries', async () => {
  const { member, passkey } = await protectedWithPasskey('kay', proxied)
  const token = await halfToken(proxied, member)
  const from = (address: string, to: string, body?: object) =>
    proxied.api().post(`/api/v1${to}`).set('X-Forwarded-For', address).auth(token, { type: 'bearer' }).send(body)
  for (let n = 0; n < 40; n += 1) await from('198.51.100.1', `${path}/options`).expect(200)
  await from('198.51.100.1', `${path}/options`).expect(429)
  const { body: options } = await from('203.0.113.1', `${path}/options`).expect(200)
  await from('203.0.113.1', path, { response: passkey.answer(options) }).expect(201)
})

test('and in the browser, where it is offered only to who has one', async () => {
  const { member, passkey } = await protectedWithPasskey('ann')
  const visitor = await halfBrowser(world, member)
  expect((await visitor.get('/login/second-step').expect(200)).text).toContain('Use a passkey instead')
  const { body } = await visitor.post('/login/second-step/passkey/options').expect(200)
  const form = { response: JSON.stringify(passkey.answer(body)), next: '/tickets' }
  await visitor.post('/login/second-step/passkey').type('form').send(form).expect(303).expect('location', '/tickets')
  await visitor.get('/tickets').expect(200)

  const bob = await join(world, 'bob')
  await protect(world, bob)
  const without = await halfBrowser(world, bob)
  expect((await without.get('/login/second-step').expect(200)).text).not.toContain('passkey')
})

test('a login by passkey alone asks for no second step', async () => {
  const { member, passkey } = await protectedWithPasskey('ida')
  const { body: options } = await world.api().post('/api/v1/sessions/passkey/options').expect(200)
  const { body } = await world
    .api()
    .post('/api/v1/sessions/passkey')
    .send({ response: passkey.answer(options) })
  expect(body).toMatchObject({ second_factor_required: false, account: { id: member.id } })
})

test('nobody’s passkey is good for the second step of somebody else’s login', async () => {
  const { member: eve, passkey: hers } = await protectedWithPasskey('eve')
  const { member: max } = await protectedWithPasskey('max')
  const client = await half(max)
  const { body: his } = await client.post(`${path}/options`).expect(200)
  await client.post(path, { response: hers.answer(his) }).expect(422)
  const { body: own } = await (await half(eve)).post(`${path}/options`).expect(200)
  await client.post(path, { response: hers.answer(own) }).expect(422)
  const { body: anybodys } = await world.api().post('/api/v1/sessions/passkey/options').expect(200)
  await client.post(path, { response: hers.answer(anybodys) }).expect(422)
  const failure = { name_tried: 'max', account_id: max.id, reason: 'passkey' }
  expect(await failedLogins(world, max.id)).toEqual([failure, failure, failure])
})

test('an answer for the second step is no login by itself', async () => {
  const { member, passkey } = await protectedWithPasskey('rob')
  const { body } = await (await half(member)).post(`${path}/options`).expect(200)
  await world
    .api()
    .post('/api/v1/sessions/passkey')
    .send({ response: passkey.answer(body) })
    .expect(422)
})

test('the same answer sent 20 times at once gives one session', async () => {
  const { member, passkey } = await protectedWithPasskey('una')
  const client = await half(member)
  const { body } = await client.post(`${path}/options`).expect(200)
  const response = passkey.answer(body)
  const answers = await atOnce(20, () => client.post(path, { response }))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 401 || status === 422)).toHaveLength(19)
})

test('a code and a passkey at the same moment give one session', async () => {
  const { member, passkey, secret } = await protectedWithPasskey('zoe')
  const client = await half(member)
  const { body } = await client.post(`${path}/options`).expect(200)
  const answers = await Promise.all([
    client.post(path, { response: passkey.answer(body) }),
    client.post('/sessions/second-step', { code: codeOf(world, secret) }),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 401])
})

test('without a password there is nothing to answer', async () => {
  await world.api().post(`/api/v1${path}/options`).expect(401)
  const { api } = await join(world, 'jan')
  await api.post(`${path}/options`).expect(401)
  await world.visitor().post('/login/second-step/passkey/options').expect(303).expect('location', '/login')
})
