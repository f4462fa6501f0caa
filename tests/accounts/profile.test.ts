import { describe, expect, test } from 'vitest'
import { changeProfile, getAccount } from '#people/accounts/accounts.ts'
import { icons } from '#people/accounts/icons.ts'
import { deleteAccount } from '#people/privacy/deletion.ts'
import { pageOf } from '../support/page.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { auditOf, textOf } from './reading.ts'

const world = await startApp()
let newcomers = 0
const newcomer = () => join(world, `new${++newcomers}`)
const lastAudit = async (id: number) => (await auditOf(world, 'account', id)).at(-1)

describe('the profile', () => {
  test('shows username and user id', async () => {
    const { pages, id } = await join(world, 'Rosa')
    expect(textOf((await pages.get('/profile').expect(200)).text)).toMatch(
      new RegExp(`Username Rosa User id ${id} Account Customer since \\w{3} \\d+ \\w+ \\d{4}`),
    )
  })

  test('takes another name and picture, for everybody to see; only staff see the address', async () => {
    const { actor, api, pages, id, email } = await join(world, 'Pia')
    const [other, staff] = [await join(world, 'Vera'), await join(world, 'Ann', 'assistant')]
    // Accounts start with a random picture.
    const change = { display_name: 'Pia P.', profile_icon: actor.profile_icon === 'teal' ? 'blue' : 'teal' }
    const saved = await api.patch('/me', change).expect(200)
    expect(saved.body).toMatchObject({ ...change, username: 'Pia' })
    expect((await other.api.get(`/accounts/${id}`).expect(200)).body).toEqual({
      id,
      username: 'Pia',
      is_staff: false,
      picture: null,
      created_at: expect.stringMatching(/Z$/),
      ...{ email: null, email_verified: null, email_refused: null },
      ...change,
    })
    const reached = { email, email_verified: false, email_refused: false }
    expect((await staff.api.get(`/accounts/${id}`).expect(200)).body).toMatchObject(reached)
    const logged = { action: 'profile_changed', actor_id: id, before: null }
    expect(await lastAudit(id)).toEqual({ ...logged, after: '{"changed":["display_name","profile_icon"]}' })
    await api.patch('/me', { ...change, profile_icon: 'red' }).expect(200)
    expect(await lastAudit(id)).toEqual({ ...logged, after: '{"changed":["profile_icon"]}' })

    await pages.post('/profile').type('form').send({ display_name: ' Pia <3 ', profile_icon: 'red' }).expect(303)
    const page = await pages.get('/profile').expect(200)
    expect(textOf(page.text)).toContain('Your profile is saved.')
    expect(pageOf(page.text).get('link', 'What comes by mail').href).toBe('/notifications/choices')
    expect(pageOf(page.text).fieldsOf('/profile')).toMatchObject({ display_name: 'Pia <3', profile_icon: 'red' })
    const { text } = await other.pages.get(`/accounts/${id}`).expect(200)
    expect(textOf(text)).toContain('Pia <3')
    expect(text).toContain('#face-red')
    expect(text).not.toContain('pia@example.com')
  })

  test('of an open tab leaves what an admin has renamed since, and what another tab has saved', async () => {
    const { api, pages, id } = await newcomer()
    const boss = await join(world, `boss${id}`, 'admin')
    await api.patch('/me', { profile_icon: 'red', first_name: 'Nina' }).expect(200)
    const { idempotency_key: _, ...drawn } = pageOf((await pages.get('/profile')).text).fieldsOf('/profile')
    await boss.api.patch(`/admin/accounts/${id}`, { display_name: 'Renamed' }).expect(200)
    await api.patch('/me', { first_name: null, last_name: 'Berg' }).expect(200)
    const send = (fields: object) =>
      pages
        .post('/profile')
        .type('form')
        .send({ ...drawn, ...fields })
    const { text } = await send({ profile_icon: 'gold', drawn: undefined }).expect(422)
    expect(pageOf(text).fieldsOf('/profile').drawn).toBe('')
    await send({ display_name: 'Renamed', first_name: '', last_name: 'Berg', drawn: '' }).expect(303)
    await send({ profile_icon: 'teal' }).expect(303)
    const now = { display_name: 'Renamed', first_name: null, last_name: 'Berg', profile_icon: 'teal' }
    expect((await api.get('/me')).body).toMatchObject(now)
  })

  test.each([
    ['display_name', ''],
    ['display_name', '   '],
    ['display_name', 'x'.repeat(41)],
    ['display_name', 'two\nlines'],
    ['profile_icon', 'gold'],
    ['profile_icon', '../../etc/passwd'],
  ])('refuses %s %j and changes nothing', async (field, value) => {
    const { api, pages, id } = await newcomer()
    const before = await api.get('/me')
    const answer = await api.patch('/me', { [field]: value })
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, field])
    const form = { display_name: 'Fine', profile_icon: 'blue', [field]: value }
    const page = await pages.post('/profile').type('form').send(form).expect(422)
    expect(textOf(page.text)).toContain(answer.body.errors[0].message)
    expect((await api.get('/me')).body).toEqual(before.body)
    expect(await lastAudit(id)).toMatchObject({ action: 'registered' })
  })

  test.each(['username', 'account_type', 'email', 'id'])('has no way to change the %s', async (field) => {
    const { api, pages } = await join(world, `no${field.replace('_', '')}`)
    const before = await api.get('/me')
    await api.patch('/me', { [field]: 'admin' }).expect(422)
    await pages
      .post('/profile')
      .type('form')
      .send({ display_name: 'Fine', [field]: 'admin' })
      .expect(422)
    expect((await api.get('/me')).body).toEqual(before.body)
  })

  test.each([...icons])('has the picture %s at an address of its own', async (icon) => {
    for (const ending of ['svg', 'png']) {
      const { body } = await world
        .api()
        .get(`/profile-icons/${icon}.${ending}`)
        .expect(200)
        .expect('content-type', /svg/)
      expect(body.toString()).toContain('<svg')
    }
  })

  test('takes nothing more of somebody who was erased while the request was on its way', async () => {
    const { actor, id } = await newcomer()
    await deleteAccount(world.ctx, null, id)
    const change = { display_name: 'Nina Berg', first_name: 'Nina', last_name: 'Berg' }
    await expect(changeProfile(world.ctx, actor, change)).rejects.toMatchObject({ code: 'revoked' })
    const { display_name, first_name, last_name } = await getAccount(world.ctx, id)
    expect([display_name, first_name, last_name]).toEqual(['Deleted account', null, null])
  })

  test('gives a new account one of the pictures', async () => {
    const { api } = await join(world, 'ina')
    expect(icons).toContain((await api.get('/me')).body.profile_icon)
  })

  test('of somebody who does not exist is not found', async () => {
    const { api, pages } = await join(world, 'kim')
    for (const id of ['999999', '0', 'x', '2147483648']) {
      await api.get(`/accounts/${id}`).expect(404)
      await pages.get(`/accounts/${id}`).expect(404)
    }
  })
})
