import { describe, expect, test } from 'vitest'
import { prepareFirstAdmin } from '#people/login/setup.ts'
import { day } from '../support/clock.ts'
import { join } from '../support/people.ts'
import { startApp, type World } from '../support/world.ts'
import { markedFields, textOf } from './reading.ts'

const password = 'a fine password'
const form = (code: string, username = 'Boss') => ({
  code,
  username,
  email: `${username}@example.com`,
  password,
  password_confirmation: password,
})
const setUp = (world: World, body: object) => world.visitor().post('/setup').type('form').send(body)
const admins = async ({ ctx }: World) =>
  (await ctx.db.selectFrom('accounts').select('username').where('account_type', '=', 'admin').execute()).map(
    ({ username }) => username,
  )

async function linkOf(world: World): Promise<{ path: string; code: string }> {
  const link = new URL((await prepareFirstAdmin(world.ctx)) as string)
  expect(link.origin).toBe(world.url)
  return { path: link.pathname + link.search, code: link.searchParams.get('code') as string }
}

describe('the first admin by settings', async () => {
  const ADMIN_EMAIL = 'the.boss@example.com'
  const world = await startApp({ env: { ADMIN_EMAIL, ADMIN_PASSWORD: password } })

  test('is made once, with no link', async () => {
    expect(await prepareFirstAdmin(world.ctx)).toBeNull()
    expect(await prepareFirstAdmin(world.ctx)).toBeNull()
    expect(await admins(world)).toEqual(['theboss'])
    const { body } = await world.api().post('/api/v1/sessions').send({ login: ADMIN_EMAIL, password }).expect(201)
    expect(body.account.account_type).toBe('admin')
    await world.visitor().get('/setup').expect(404)
  })
})

describe('the first admin by settings that name a customer', async () => {
  const world = await startApp({ env: { ADMIN_EMAIL: 'kim@example.com', ADMIN_PASSWORD: password } })

  test('is not made of that account; there is a link instead', async () => {
    const kim = await join(world, 'kim')
    const { path } = await linkOf(world)
    expect(path).toMatch(/^\/setup\?code=/)
    expect(await admins(world)).toEqual([])
    expect((await kim.api.get('/me')).body.account_type).toBe('customer')
  })
})

describe('the link to the first admin', async () => {
  const [unused, used, raced, late] = [await startApp(), await startApp(), await startApp(), await startApp()]

  test('makes the admin, who is logged in at once, and then is gone', async () => {
    const { path, code } = await linkOf(used)
    const visitor = used.visitor()
    expect((await visitor.get(path).expect(200)).text).toContain(`value="${code}"`)
    await visitor.post('/setup').type('form').send(form(code)).expect(303).expect('location', '/home')
    expect(textOf((await visitor.get('/home').expect(200)).text)).toContain('You are its first admin.')

    await setUp(used, form(code, 'Second')).expect(404)
    await used.visitor().get(path).expect(404)
    expect(await prepareFirstAdmin(used.ctx)).toBeNull()
    expect(await admins(used)).toEqual(['Boss'])
  })

  test('makes one admin when used eight times at the same moment, however they meet', async () => {
    for (let round = 0; round < 4; round++) {
      const { code } = await linkOf(raced)
      const names = Array.from({ length: 8 }, (_, n) => `boss${round}${n}`)
      const answers = await Promise.all(names.map((name) => setUp(raced, form(code, name))))
      const won = names.filter((_, n) => answers[n]?.status === 303)
      expect(won).toHaveLength(1)
      expect(answers.filter(({ status }) => status === 404 || status === 422)).toHaveLength(7)
      expect(await admins(raced)).toEqual(won)
      await raced.ctx.db.deleteFrom('accounts').execute()
    }
  })

  test('is good for a day', async () => {
    const { code } = await linkOf(late)
    late.clock.advance(day)
    const page = await setUp(late, form(code)).expect(422)
    expect(markedFields(page.text)).toEqual(['code'])
    expect(await admins(late)).toEqual([])
  })

  test('is none with a wrong code, which spoils nothing for the right one', async () => {
    const { code } = await linkOf(unused)
    for (const wrong of ['', 'x', code.slice(1), `${code}x`, code.toLowerCase()]) {
      const page = await setUp(unused, form(wrong)).expect(422)
      expect(markedFields(page.text)).toEqual(['code'])
    }
    await setUp(unused, { ...form(code), password: 'short', password_confirmation: 'short' }).expect(422)
    expect(await admins(unused)).toEqual([])
    await setUp(unused, form(code)).expect(303)
  })

  test('keeps nothing in the database by which the code could be used', async () => {
    const { code } = await linkOf(late)
    const kept = await late.ctx.db.selectFrom('setup_codes').selectAll().execute()
    expect(kept).not.toEqual([])
    expect(JSON.stringify(kept)).not.toContain(code)
  })
})
