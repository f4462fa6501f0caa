import { describe, expect, test } from 'vitest'
import { apiOf, join } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { auditOf, countOf, markedFields } from './reading.ts'

const world = await startApp()
const password = 'a fine password'
const register = (body: object) => world.api().post('/api/v1/accounts').send(body)
const registerOnPage = (body: { password: string }) =>
  world
    .visitor()
    .post('/register')
    .type('form')
    .send({ password_confirmation: body.password, ...body })

const accountNamed = (username: string) =>
  world.ctx.db.selectFrom('accounts').selectAll().where('username', '=', username).executeTakeFirst()

describe('registering', () => {
  test('over the API makes a customer who is logged in at once', async () => {
    const { status, body } = await register({ username: 'Rosa1', email: 'Rosa@Example.com', password })

    expect(status).toBe(201)
    expect(body.account).toMatchObject({ username: 'Rosa1', account_type: 'customer', email_verified: false })
    expect(body.session).toMatchObject({ token_type: 'Bearer', account: body.account })
    await apiOf(world, body.session.access_token).get('/me').expect(200, body.account)
    expect(await auditOf(world, 'account', body.account.id)).toMatchObject([{ action: 'registered' }])
  })

  test('on the page makes a customer who is logged in at once', async () => {
    const visitor = world.visitor()
    const form = { username: 'Pia', email: 'pia@example.com', password, password_confirmation: password }
    await visitor.post('/register').type('form').send(form).expect(303).expect('location', '/home')

    const home = await visitor.get('/home').expect(200)
    expect(home.text).toContain('Hello, Pia')
    const account = await accountNamed('Pia')
    expect(account).toMatchObject({ account_type: 'customer', display_name: 'Pia' })
    expect(account?.password_hash).toMatch(/^[\da-f]{8}\$argon2id\$/)
    expect(await auditOf(world, 'account', account?.id ?? 0)).toMatchObject([{ action: 'registered' }])
  })

  test.each([
    ['username', ''],
    ['username', 'a'.repeat(17)],
    ['username', 'no spaces'],
    ['username', 'ünal'],
    ['username', 'System'],
    ['email', ''],
    ['email', 'nobody'],
    ['email', 'a@b'],
    ['email', `${'a'.repeat(250)}@example.com`],
    ['password', ''],
    ['password', 'seven77'],
    ['password', 'x'.repeat(129)],
  ])('is refused with %s %j, naming the field, and stores nothing', async (field, value) => {
    const body = { username: 'Vera', email: 'vera@example.com', password, [field]: value }
    const before = await countOf(world, 'accounts')

    const answer = await register(body)
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toEqual([field])

    const page = await registerOnPage(body)
    expect(page.status).toBe(422)
    expect(markedFields(page.text)).toEqual([field])
    expect(page.text).toContain('role="alert"')
    expect(page.text).not.toContain(password)
    expect(await countOf(world, 'accounts')).toBe(before)
  })

  test('on the page keeps what was typed and asks for the same password twice', async () => {
    const form = { username: 'Vera', email: 'vera@example.com', password, password_confirmation: 'another password' }
    const page = await registerOnPage(form)
    expect(page.status).toBe(422)
    expect(markedFields(page.text)).toEqual(['password_confirmation'])
    expect(page.text).toContain('value="vera@example.com"')
    expect(await accountNamed('Vera')).toBeUndefined()
  })

  test('takes the space that the keyboard of a phone puts behind a name, and logs in with it', async () => {
    const { body } = await register({ username: 'Ines ', email: 'ines@example.com', password }).expect(201)
    expect(body.account).toMatchObject({ username: 'Ines', display_name: 'Ines' })
    await world.api().post('/api/v1/sessions').send({ login: 'Ines ', password }).expect(201)
    await register({ username: ' INES', email: 'ines@example.com', password }).expect(422)
  })

  test.each([8, 128])('takes a password of %i characters', async (length) => {
    const name = `long${length}`
    await register({ username: name, email: `${name}@example.com`, password: '💃'.repeat(length) }).expect(201)
  })

  test('is refused when the username is taken, ignoring case', async () => {
    await join(world, 'kim')
    const names = { username: 'KIM', email: 'other@example.com' }

    const answer = await register({ ...names, password })
    expect(answer.status).toBe(422)
    expect(answer.body.errors).toMatchObject([{ field: 'username' }])
    const page = await registerOnPage({ ...names, password })
    expect(page.status).toBe(422)
    expect(markedFields(page.text)).toEqual(['username'])
    expect(await accountNamed('KIM')).toBeUndefined()
  })

  test.each([
    ['account_type', 'admin'],
    ['account_type', 3],
    ['role', 'assistant'],
    ['email_verified', true],
    ['email_verified_at', 1],
    ['id', 1],
  ])('is refused with %s %j in the body: nobody makes themselves more than a customer', async (field, value) => {
    const body = { username: 'Sly', email: 'sly@example.com', password, [field]: value }
    const answer = await register(body)
    expect(answer.status).toBe(422)
    expect(answer.body.errors).toMatchObject([{ field }])
    expect((await registerOnPage(body)).status).toBe(422)
    expect(await accountNamed('Sly')).toBeUndefined()
  })

  test('of ten with one name at the same moment one succeeds', async () => {
    const all = Array.from({ length: 10 }, (_, n) => ({ username: 'twin', email: `twin${n}@example.com`, password }))
    const answers = await Promise.all(all.map((body) => register(body)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(422)])
  })
})
