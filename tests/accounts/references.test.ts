import { describe, expect, test } from 'vitest'
import { addAccount } from '#people/accounts/accounts.ts'
import { prepareFirstAdmin } from '#people/login/setup.ts'
import { findAccountFor } from '#platform/identity/references.ts'
import { client } from '../classic/client.ts'
import { join, type Member, password, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { markedFields, textOf } from './reading.ts'

const world = await startApp()
const [kim, anna] = [await join(world, 'kim'), await join(world, 'anna', 'assistant')]
const admin = await join(world, 'boss', 'admin')
/** Two accounts whose usernames are ids of others, and one whose username is no id. */
const [asKim, asAnna] = [await join(world, String(kim.id)), await join(world, String(anna.id), 'assistant')]
const lone = await join(world, '4711')
const ticketsOf = {
  kim: await ticketOf(world, kim),
  asKim: await ticketOf(world, asKim),
  lone: await ticketOf(world, lone),
}

const both = (one: Member, other: Member) => `${one.username} (id:${one.id}) or ${other.username} (id:${other.id})`

describe('a number that is one account’s id and another’s username', () => {
  test.each([
    [`/tickets?customer=${kim.id}`, () => both(kim, asKim)],
    [`/tickets?assistant=${anna.id}`, () => both(anna, asAnna)],
    [`/admin/audit?who=${kim.id}`, () => both(kim, asKim)],
    [`/admin/audit.csv?who=${kim.id}`, () => both(kim, asKim)],
  ])('is refused with both named: %s', async (path, names) => {
    expect(textOf((await admin.pages.get(path).expect(400)).text)).toContain(names())
    if (path.includes('.csv')) return
    const { body } = await admin.api.get(path).expect(400)
    expect(body).toMatchObject({ code: 'ambiguous_account', detail: expect.stringContaining(names()) })
  })

  test('is refused from the shell too, and so is an address that several name and nobody has confirmed', async () => {
    await expect(findAccountFor(world.ctx, String(kim.id))).rejects.toThrow(both(kim, asKim))
    const namesake = await addAccount(world.ctx, { username: 'kim2', email: kim.email }, 'no hash', 'customer')
    await expect(findAccountFor(world.ctx, kim.email)).rejects.toThrow(`kim2 (id:${namesake.id}) or kim`)
  })

  test('tells a customer nothing', async () => {
    const { body } = await kim.api.get(`/tickets?customer=${kim.id}`).expect(400)
    expect(body.code).toBe('malformed')
  })
})

describe('with “id:” or “#” in front it is the id', () => {
  test.each(['id:', 'ID:', '#'])('%s', async (sign) => {
    const asked = encodeURIComponent(`${sign}${kim.id}`)
    expect((await findAccountFor(world.ctx, `${sign}${kim.id}`))?.username).toBe('kim')
    const { tickets } = (await anna.api.get(`/tickets?customer=${asked}`).expect(200)).body
    expect(tickets.map(({ id }: { id: number }) => id)).toEqual([ticketsOf.kim])
    await anna.api.get(`/tickets?assistant=${encodeURIComponent(`${sign}${anna.id}`)}`).expect(200)
    const { accounts } = (await admin.api.get(`/admin/accounts?q=${asked}`).expect(200)).body
    expect(accounts.map(({ id }: { id: number }) => id)).toEqual([kim.id])
    const { entries } = (await admin.api.get(`/admin/audit?who=${asked}`).expect(200)).body
    expect(entries.every(({ actor }: { actor: { id: number } }) => actor.id === kim.id)).toBe(true)
  })

  test.each(['id:', 'id:0', 'id:05', '#', 'id:99999999999', 'id: 5'])('“%s” is no account', async (text) => {
    expect(await findAccountFor(world.ctx, text)).toBeUndefined()
  })
})

describe('a number that is only one of the two', () => {
  test.each([
    ['an id', () => String(lone.id), () => lone],
    ['a username', () => '4711', () => lone],
  ])('is taken for %s, also in a saved list', async (_kind, number, who) => {
    expect((await findAccountFor(world.ctx, number()))?.id).toBe(who().id)
    const { tickets } = (await anna.api.get(`/tickets?customer=${number()}`).expect(200)).body
    expect(tickets.map(({ id }: { id: number }) => id)).toEqual([ticketsOf.lone])
    const { body } = await anna.api
      .post('/saved-views', { name: number(), address: `customer=${number()}` })
      .expect(201)
    expect(new URLSearchParams(body.address).get('customer')).toBe(`id:${who().id}`)
  })
})

describe('a new username needs a letter', () => {
  const given = { username: '12345', email: 'number@example.com', password }
  const sentence = 'at least one letter'

  test('at registration and set-up', async () => {
    const { body } = await world.api().post('/api/v1/accounts').send(given).expect(422)
    expect(body.errors).toMatchObject([{ field: 'username', message: expect.stringContaining(sentence) }])
    const form = { ...given, password_confirmation: password }
    const { text } = await world.visitor().post('/register').type('form').send(form).expect(422)
    expect(markedFields(text)).toEqual(['username'])
  })

  test('when an admin gives another; one that was there before may stay', async () => {
    const { body } = await admin.api.patch(`/admin/accounts/${kim.id}`, { username: '12345' }).expect(422)
    expect(body.errors).toMatchObject([{ field: 'username', message: expect.stringContaining(sentence) }])
    const form = { username: '4711', display_name: 'Lone Wolf', profile_icon: lone.actor.profile_icon }
    await admin.pages.post(`/admin/accounts/${lone.id}`).type('form').send(form).expect(303)
  })

  test('but the first version’s contract allows it', () => client(world).post('/register', given).expect(200))
})

describe('the first admin by settings', async () => {
  const email = '0171234@example.com'
  const other = await startApp({ env: { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } })

  test('has a letter in the username', async () => {
    expect(await prepareFirstAdmin(other.ctx)).toBeNull()
    expect((await findAccountFor(other.ctx, email))?.username).toBe('admin0171234')
  })
})
