import { describe, expect, test } from 'vitest'
import { startApp } from '../support/world.ts'
import { anError, client, join, type Person, password } from './client.ts'

const world = await startApp()
const saved = { msg: expect.stringMatching(/\w/) }

const iconOf = async (person: Person, token = person.token) =>
  (await client(world, token).get(`/get-profile/${person.id}`)).body.user.profile_icon

const logIn = (username: string, password: string) => client(world).post('/login', { username, password })

describe('POST /profile', () => {
  test.each(['red', 'red.png', 'red.svg', '/profile-icons/red.png'])(
    'takes %s, and an empty password keeps the old',
    async (icon) => {
      const person = await join(world, `red${['red', 'red.png', 'red.svg'].indexOf(icon) + 1}`)
      const change = { new_password: '', old_password: password, profile_icon: icon }
      const { body } = await person.post('/profile', change).expect(200)
      expect(body).toEqual(saved)
      expect(await iconOf(person)).toBe('/profile-icons/red.png')
      await logIn(person.username, password).expect(200)
    },
  )

  test('changes password and picture together; the token used stays good, every other one ends', async () => {
    const lea = await join(world, 'lea')
    const other = (await logIn('lea', password)).body.access_token
    const change = { new_password: 'a new horse', old_password: password, profile_icon: 'green' }

    const { body } = await lea.post('/profile', change).expect(200)

    expect(body).toEqual(saved)
    expect(await iconOf(lea)).toBe('/profile-icons/green.png')
    expect((await client(world, other).get(`/get-profile/${lea.id}`).expect(403)).body).toEqual(anError)
    const sessions = await world.ctx.db.selectFrom('sessions').select('id').where('account_id', '=', lea.id).execute()
    expect(sessions).toHaveLength(1)
    await logIn('lea', password).expect(400)
    await logIn('lea', 'a new horse').expect(200)
  })

  test('of two changes at once one wins with both its password and its picture', async () => {
    const noa = await join(world, 'noa')
    const change = (new_password: string, profile_icon: string) =>
      noa.post('/profile', { new_password, old_password: password, profile_icon })
    const answers = await Promise.all([change('the red horse', 'red'), change('the teal horse', 'teal')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
    const winner = answers[0]?.status === 200 ? 'red' : 'teal'
    const { access_token } = (await logIn('noa', `the ${winner} horse`).expect(200)).body
    expect(await iconOf(noa, access_token)).toBe(`/profile-icons/${winner}.png`)
  })

  test.each(['', 'a new horse'])(
    'changes nothing on a wrong old password (new password "%s")',
    async (new_password) => {
      const mia = await join(world, `mia${new_password.length}`)
      const before = await iconOf(mia)
      const profile_icon = before === '/profile-icons/red.png' ? 'blue' : 'red'
      const change = { new_password, old_password: 'wrong horse', profile_icon }
      const { body } = await mia.post('/profile', change).expect(403)
      expect(body).toEqual(anError)
      expect(await iconOf(mia)).toBe(before)
      await logIn(mia.username, password).expect(200)
    },
  )

  const change = { new_password: '', old_password: password, profile_icon: 'blue' }
  test.each([
    ['a password of 6', { ...change, new_password: '123456' }],
    ['an unknown picture', { ...change, profile_icon: 'beige.png' }],
    ['a path that leads elsewhere', { ...change, profile_icon: '/profile-icons/../red.png' }],
    ['an empty picture', { ...change, profile_icon: '' }],
    ['an empty old password', { ...change, old_password: '' }],
    ['no new password', { old_password: password, profile_icon: 'blue' }],
    ['no old password', { new_password: '', profile_icon: 'blue' }],
    ['no picture', { new_password: '', old_password: password }],
    ['an unknown key', { ...change, email: 'x@example.com' }],
    ['a number', { ...change, new_password: 12345678 }],
  ])('refuses %s and changes nothing', async (what, body) => {
    const person = await join(world, what.replaceAll(/\W/g, '').slice(-16))
    const before = await iconOf(person)
    expect((await person.post('/profile', body).expect(400)).body).toEqual(anError)
    expect(await iconOf(person)).toBe(before)
    await logIn(person.username, password).expect(200)
  })
})
