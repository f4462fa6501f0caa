import { describe, expect, test } from 'vitest'
import type { Route } from '#platform/http/route.ts'
import { takesPassword } from '#platform/pages/confirmation.ts'
import { apiRoutes, pageRoutes } from '../../src/app.ts'
import { ask } from '../permissions/ask.ts'
import { fingerprint } from '../permissions/fingerprint.ts'
import { setStage } from '../permissions/stage.ts'
import { nameOf, rows } from '../permissions/table.ts'
import { hour, minute } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join, type Member, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { codeOf, failedLogins, protect, wrongCode } from '../two-factor/authenticator-app.ts'
import { SoftPasskey } from '../two-factor/soft-passkey.ts'
import { auditOf, markedFields, textOf } from './reading.ts'

const world = await startApp()
await join(world, 'firstadmin', 'admin')
const stale = 10 * minute + 1000

const routes = [...pageRoutes, ...apiRoutes].filter(
  (route) => route.method !== 'get' && ['member', 'customer', 'staff', 'admin'].includes(route.for),
)
/** Refused by the verb, which first checks the age of the app's key. */
const byVerb = ({ path }: Route) => path.endsWith('/two-factor/confirmation')
const protectedRoutes = routes.filter((route) => route.reauthenticate || byVerb(route))

/** Routes that change no credentials. A new route is listed here, or needs a recent proof of identity. */
const harmless = [
  /^\/(tickets|notifications|saved-views|drafts|live|events|bookings|invitations|passes|doors|admissions)\b/,
  /^\/(conversations|message-reports|people)\b/,
  /^\/admin\/(settings|jobs|first-steps)\b/,
  /^\/admin\/accounts\/:id\/(suspension|reinstatement|sessions|sessions\/end|picture|picture\/removal)$/,
  /^\/(me|profile|logout|sessions\/current)$/,
  /^\/(me|profile)\/(sessions|verification|email-confirmation|picture)\b/,
  /^\/(me\/)?reauthentication\b/,
]
/** Removing a calendar address or a token must be quick; making one needs a recent proof. */
const onlyRemoves = ({ method, path }: Route) =>
  /calendar-feed\/removal$|api-tokens(\/:id)?\/revocation$|admin\/invitations\/:id\/withdrawal$/.test(path) ||
  (method === 'delete' && /calendar-feed$|api-tokens(\/:id)?$|invitations\/:id$/.test(path))
const isHarmless = (route: Route) => onlyRemoves(route) || harmless.some((pattern) => pattern.test(route.path))

test('every route that changes something says whether it changes credentials', () => {
  const undecided = routes.filter(
    (route) => !protectedRoutes.includes(route) && !takesPassword(route) && !isHarmless(route),
  )
  expect(undecided.map(nameOf)).toEqual([])
  expect(protectedRoutes.filter(isHarmless).map(nameOf)).toEqual([])
})

describe('ten minutes after the login a session alone changes no credentials', () => {
  test.each(protectedRoutes.map(nameOf))('%s', async (name) => {
    const row = rows.find((row) => nameOf(row) === name)
    if (!row) throw new Error(`${name} is not in the permission table`)
    const role = row.path.startsWith('/admin') ? 'admin' : 'owner'
    const stage = await setStage(world, row, role)
    world.clock.advance(stale)
    const before = await fingerprint(world.ctx)

    const answer = await ask(world, row, stage)

    expect(answer.status).toBe(row.router === 'api' ? 403 : 422)
    if (row.router === 'api') expect(JSON.parse(answer.text).code).toBe('reauthentication_required')
    else expect(textOf(answer.text)).toContain('Confirm that it is you')
    const { sessions: _, ...after } = await fingerprint(world.ctx)
    expect(before).toMatchObject(after)
  })
})

describe('with two-factor login the password alone is not enough either', () => {
  const asked = routes.filter((route) => takesPassword(route) && !/reauthentication|two-factor/.test(route.path))

  test.each(asked.map(nameOf))('%s', async (name) => {
    const row = rows.find((row) => nameOf(row) === name)
    if (!row) throw new Error(`${name} is not in the permission table`)
    const stage = await setStage(world, row, 'owner')
    await protect(world, stage.owner)
    world.clock.advance(stale)
    const { status, text } = await ask(world, row, stage)
    expect(status).toBe(row.router === 'api' ? 403 : 422)
    expect(text).toMatch(/Confirm that it is you/)
  })
})

/** A passkey of this person. */
async function passkeyOf(member: Member): Promise<SoftPasskey> {
  const passkey = new SoftPasskey(world)
  const offer = (await member.api.post('/me/passkeys/options', { current_password: password }).expect(200)).body
  await member.api.post('/me/passkeys', { name: 'Phone', response: passkey.create(offer) }).expect(201)
  return passkey
}
const remove = ({ api }: Member, { id }: SoftPasskey) => api.delete(`/me/passkeys/${id}`)
const confirmations = async ({ id }: Member) =>
  (await auditOf(world, 'session', null))
    .filter(({ action, actor_id }) => action === 'reauthenticated' && actor_id === id)
    .map(({ after }) => JSON.parse(after ?? ''))

describe('a program confirms who it is', () => {
  test('by the password, for ten minutes', async () => {
    const kim = await join(world, 'kim')
    const passkey = await passkeyOf(kim)
    world.clock.advance(hour)
    await remove(kim, passkey).expect(403)
    const { body } = await kim.api.post('/me/reauthentication', { current_password: password }).expect(200)
    expect(body.recent_until).toBe(new Date(world.clock.now() + 10 * minute).toISOString())
    world.clock.advance(10 * minute)
    await remove(kim, passkey).expect(204)
    expect(await confirmations(kim)).toEqual([{ by: 'password' }])
  })

  test('by password and code, where two-factor login is on', async () => {
    const lea = await join(world, 'lea')
    const passkey = await passkeyOf(lea)
    const { secret, recovery_codes } = await protect(world, lea)
    world.clock.advance(hour)
    const confirm = (body: object) => lea.api.post('/me/reauthentication', body)
    const missing = (await confirm({ current_password: password }).expect(422)).body
    expect(missing.errors).toMatchObject([{ field: 'code' }])
    await confirm({ current_password: 'wrong', code: codeOf(world, secret) }).expect(422)
    await confirm({ current_password: password, code: wrongCode(world, secret) }).expect(422)
    await remove(lea, passkey).expect(403)
    await confirm({ current_password: password, code: codeOf(world, secret) }).expect(200)
    await remove(lea, passkey).expect(204)
    world.clock.advance(stale)
    await confirm({ current_password: password, code: recovery_codes[0] }).expect(200)
    expect(await confirmations(lea)).toEqual([{ second_step: 'authenticator' }, { second_step: 'recovery_code' }])
    expect((await failedLogins(world, lea.id)).map(({ reason }) => reason)).toEqual(['wrong', 'second_step'])
  })

  test('by a passkey of its own, and no other', async () => {
    const [max, eva] = [await join(world, 'max'), await join(world, 'eva')]
    const [passkey, hers] = [await passkeyOf(max), await passkeyOf(eva)]
    await protect(world, max)
    world.clock.advance(hour)
    const options = async () => (await max.api.post('/me/reauthentication/passkey/options').expect(200)).body
    const confirm = (response: object) => max.api.post('/me/reauthentication/passkey', { response })
    await confirm(hers.answer(await options())).expect(422)
    const login = (await world.api().post('/api/v1/sessions/passkey/options').expect(200)).body
    await confirm(passkey.answer(login)).expect(422)
    await remove(max, passkey).expect(403)
    const answer = passkey.answer(await options())
    await confirm(answer).expect(200)
    await confirm(answer).expect(422)
    await remove(max, passkey).expect(204)
    expect(await confirmations(max)).toEqual([{ by: 'passkey' }])
  })

  test('for its own session alone', async () => {
    const ben = await join(world, 'ben')
    const passkey = await passkeyOf(ben)
    world.clock.advance(hour)
    const login = await world.api().post('/api/v1/sessions').send({ login: 'ben', password }).expect(201)
    const other = world.api().delete(`/api/v1/me/passkeys/${passkey.id}`)
    await remove(ben, passkey).expect(403)
    await other.set('Authorization', `Bearer ${login.body.access_token}`).expect(204)
  })
})

describe('what counts as a proof', () => {
  test('not a login from before two-factor login was on', async () => {
    const ida = await join(world, 'ida')
    const login = await world.api().post('/api/v1/sessions').send({ login: 'ida', password }).expect(201)
    await protect(world, ida)
    const body = { email: 'new@example.com', current_password: password }
    const ask = world.api().put('/api/v1/me/password').set('Authorization', `Bearer ${login.body.access_token}`)
    expect(
      (await ask.send({ new_password: 'another horse battery', ...{ current_password: body.current_password } })).body
        .code,
    ).toBe('reauthentication_required')
  })

  test('not the password alone for the session that a new password begins', async () => {
    const uma = await join(world, 'uma')
    const passkey = await passkeyOf(uma)
    await protect(world, uma)
    world.clock.advance(9 * minute)
    const change = { current_password: password, new_password: 'another horse battery' }
    const { access_token } = (await uma.api.put('/me/password', change).expect(200)).body
    world.clock.advance(2 * minute)
    const late = world.api().delete(`/api/v1/me/passkeys/${passkey.id}`).set('Authorization', `Bearer ${access_token}`)
    await late.expect(403)
  })

  test('not a time that lies ahead, by a clock that was set right since: the session is over, too', async () => {
    const zoe = await join(world, 'zoe')
    const passkey = await passkeyOf(zoe)
    world.clock.advance(-hour)
    await remove(zoe, passkey).expect(401)
    world.clock.advance(hour)
  })
})

test('the key of an authenticator is shown only to who has just proved who they are', async () => {
  const noa = await join(world, 'noa')
  const { secret } = (await noa.api.post('/me/two-factor', { current_password: password }).expect(201)).body
  expect((await noa.api.get('/me/two-factor')).body).toMatchObject({ state: 'begun', enrolment: { secret } })
  world.clock.advance(stale)
  expect((await noa.api.get('/me/two-factor')).body).toMatchObject({ state: 'off', enrolment: null })
  const { text } = await noa.pages.get('/profile/two-factor').expect(200)
  expect(text.replaceAll(' ', '')).not.toContain(secret)
})

describe('a form that is sent too late asks for a proof of identity, and is then submitted', () => {
  const start = `${world.url}/admin/accounts`

  test('with what was typed; a wrong password asks again', async () => {
    const [boss, tom] = [await join(world, 'boss', 'admin'), await join(world, 'tom')]
    world.clock.advance(hour)
    const at = `/admin/accounts/${tom.id}`
    const typed = { username: 'tommy', display_name: 'Tom & “Jerry”', profile_icon: 'teal' }
    const first = await boss.pages.post(at).type('form').set('Referer', `${start}/${tom.id}`).send(typed).expect(422)
    expect(first.text).toContain(`href="${at}">Go back without changing anything`)
    const kept = pageOf(first.text).fieldsOf(at)
    expect(kept).toMatchObject({ username: 'tommy', reauthentication_back: at })
    const wrong = { ...typed, reauthentication_back: at, reauthentication_password: 'wrong' }
    const second = await boss.pages.post(at).type('form').send(wrong).expect(422)
    expect(markedFields(second.text)).toEqual(['reauthentication_password'])
    expect(pageOf(second.text).fieldsOf(at)).toEqual(kept)
    expect(second.text).toContain(`href="${at}">Go back`)
    await boss.pages
      .post(at)
      .type('form')
      .send({ ...wrong, reauthentication_password: password })
      .expect(303, /admin.accounts/)
    expect((await boss.api.get(`/admin/accounts/${tom.id}`)).body.account).toMatchObject({
      username: 'tommy',
      display_name: typed.display_name,
    })
    await boss.pages.post(`${at}/reset-link`).type('form').expect(200)
  })

  test('without a secret in it; the password that was given for it is not asked for twice', async () => {
    const pia = await join(world, 'pia')
    const { secret } = await protect(world, pia)
    world.clock.advance(hour)
    const change = { new_password: 'another horse battery', new_password_confirmation: 'another horse battery' }
    const first = await pia.pages
      .post('/profile/password')
      .type('form')
      .send({ current_password: password, ...change })
      .expect(422)
    expect(first.text).not.toMatch(/horse/)
    const proof = { reauthentication_password: password, reauthentication_code: codeOf(world, secret) }
    const second = await pia.pages.post('/profile/password').type('form').send(proof).expect(422)
    expect(markedFields(second.text)).toEqual(['new_password', 'new_password_confirmation'])
    await pia.pages.post('/profile/deletion').type('form').send({}).expect(422)
    world.clock.advance(hour)
    await pia.pages.post('/profile/deletion').type('form').send({ current_password: password }).expect(422)
    const again = { reauthentication_password: password, reauthentication_code: codeOf(world, secret) }
    await pia.pages.post('/profile/deletion').type('form').send(again).expect(303).expect('location', '/login')
  })

  test('by a passkey too', async () => {
    const rio = await join(world, 'rio')
    const passkey = await passkeyOf(rio)
    world.clock.advance(hour)
    const at = `/profile/passkeys/${passkey.id}/removal`
    expect((await rio.pages.post(at).type('form').expect(422)).text).toContain('Confirm with a passkey')
    const options = (await rio.pages.post('/reauthentication/passkey/options').expect(200)).body
    const reauthentication_response = JSON.stringify(passkey.answer(options))
    await rio.pages.post(at).type('form').send({ reauthentication_response: '{}' }).expect(422)
    await rio.pages.post(at).type('form').send({ reauthentication_response }).expect(303)
  })

  test('and leads back only to a page of ours', async () => {
    const sam = await join(world, 'sam', 'admin')
    world.clock.advance(hour)
    for (const [field, referer] of [
      ['', 'https://evil.example/admin'],
      ['//evil.example', ''],
      ['', ''],
    ]) {
      const form = sam.pages
        .post(`/admin/accounts/${sam.id}/type`)
        .type('form')
        .set('Referer', referer ?? '')
      const { text } = await form
        .send({ account_type: 'admin', ...(field && { reauthentication_back: field }) })
        .expect(422)
      expect(text).toContain('href="/home">Go back')
    }
  })
})

describe('guessing', async () => {
  const limited = await startApp({ env: { RATE_LIMITS: 'on' } })

  test('has the limit of one’s own password', async () => {
    const kim = await join(limited, 'kim')
    const guess = () => kim.api.post('/me/reauthentication', { current_password: 'wrong' })
    for (let n = 0; n < 5; n++) await guess().expect(422)
    await guess().expect(429)
    await kim.api.put('/me/password', { current_password: password, new_password: 'another horse' }).expect(429)
  })
})
