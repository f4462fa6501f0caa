import { describe, expect, test } from 'vitest'
import { addAccount } from '#people/accounts/accounts.ts'
import { startApp } from '../support/world.ts'
import { anError, claimsOf, client, join, password } from './client.ts'

const world = await startApp()
const guest = client(world)

const seconds = () => Math.floor(world.clock.now() / 1000)

describe('POST /register', () => {
  const anna = { username: 'anna', email: 'anna@example.com', password }

  test('answers with a token that works', async () => {
    const { body } = await guest.post('/register', anna).expect(200)
    expect(body).toEqual({ access_token: expect.any(String) })
    const { user_id } = claimsOf(body.access_token)
    await client(world, body.access_token).get(`/get-profile/${user_id}`).expect(200)
  })

  test.each([
    ['a username that is taken, ignoring case', { ...anna, username: 'Anna', email: 'other@example.com' }],
    ['an email that is taken, ignoring case', { ...anna, username: 'other', email: 'ANNA@example.com' }],
    ['a password of 6', { ...anna, username: 'bert', email: 'bert@example.com', password: '123456' }],
    ['a username of 17', { ...anna, username: 'a'.repeat(17), email: 'bert@example.com' }],
    ['a username with other characters', { ...anna, username: 'be_rt', email: 'bert@example.com' }],
    ['an email that is none', { ...anna, username: 'bert', email: 'bert.example.com' }],
    ['an empty value', { ...anna, username: '', email: 'bert@example.com' }],
    ['no email', { username: 'bert', password }],
    ['an unknown key', { ...anna, username: 'bert', email: 'bert@example.com', account_type: 2 }],
    ['a number for a name', { ...anna, username: 7, email: 'bert@example.com' }],
    ['a NUL', { ...anna, username: 'bert', email: 'bert@example.com', password: 'eight\0characters' }],
    ['a lone surrogate', { ...anna, username: 'bert', email: 'bert@example.com', password: 'eight\ud800characters' }],
  ])('refuses %s and stores nobody', async (_what, body) => {
    const count = () => world.ctx.db.selectFrom('accounts').select('id').execute()
    const before = await count()
    const answer = await guest.post('/register', body).expect(400)
    expect(answer.body).toEqual(anError)
    expect(await count()).toEqual(before)
  })
})

test('a new account gets one of the four pictures that the first version had', async () => {
  const given = new Set<string>()
  for (let n = 0; n < 60; n++) {
    const account = { username: `icon${n}`, email: `icon${n}@example.com` }
    given.add((await addAccount(world.ctx, account, 'no hash', 'customer')).profile_icon)
  }
  expect([...given].sort()).toEqual(['blue', 'green', 'purple', 'red'])
})

test('POST /register of ten with one email at the same moment lets one in', async () => {
  const bodies = Array.from({ length: 10 }, (_, n) => ({ username: `one${n}`, email: 'one@example.com', password }))
  const answers = await Promise.all(bodies.map((body) => guest.post('/register', body)))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(400)])
})

describe('POST /login', () => {
  test('answers with a token, by username or email', async () => {
    const { id } = await join(world, 'carla')
    for (const username of ['carla', 'CARLA', 'carla@example.com']) {
      const { body } = await guest.post('/login', { username, password }).expect(200)
      expect(body).toEqual({ access_token: expect.any(String) })
      expect(claimsOf(body.access_token).user_id).toBe(id)
    }
  })

  test('gives one answer for an unknown name and for a wrong password', async () => {
    await join(world, 'dora')
    const unknown = await guest.post('/login', { username: 'nobody', password }).expect(400)
    const wrong = await guest.post('/login', { username: 'dora', password: 'wrong horse' }).expect(400)
    expect(unknown.body).toEqual(anError)
    expect(wrong.body).toEqual(unknown.body)
  })

  test.each([
    ['no password', { username: 'dora' }],
    ['an empty password', { username: 'dora', password: '' }],
    ['an unknown key', { username: 'dora', password, next: '/home' }],
    ['a key of our own API', { login: 'dora', password }],
  ])('refuses %s', async (_what, body) => {
    const answer = await guest.post('/login', body).expect(400)
    expect(answer.body).toEqual(anError)
  })

  test('leaves no cookie', async () => {
    await join(world, 'edda')
    const answer = await guest.post('/login', { username: 'edda', password }).expect(200)
    expect(answer.headers['set-cookie']).toBeUndefined()
  })
})

describe('GET /get-profile/:user_id', () => {
  test('shows another person, with a picture', async () => {
    const [fay, gus] = [await join(world, 'fay'), await join(world, 'gus')]
    const { body } = await gus.get(`/get-profile/${fay.id}`).expect(200)
    expect(body).toEqual({
      user: {
        user_id: fay.id,
        username: 'fay',
        created_at: seconds(),
        account_type: 1,
        profile_icon: expect.stringMatching(/^\/profile-icons\/\w+\.png$/),
      },
    })
    await gus
      .get(body.user.profile_icon)
      .expect(200)
      .expect('content-type', /^image\//)
  })

  test('shows assistants and admins as 2', async () => {
    const [hal, ida] = [await join(world, 'hal', 'assistant'), await join(world, 'ida', 'admin')]
    const types = await Promise.all([hal, ida].map(({ id }) => hal.get(`/get-profile/${id}`)))
    expect(types.map(({ body }) => body.user.account_type)).toEqual([2, 2])
  })

  test('shows System as 0, with a picture', async () => {
    const jon = await join(world, 'jon')
    const { body } = await jon.get('/get-profile/0').expect(200)
    const profile_icon = '/profile-icons/slate.png'
    expect(body).toEqual({ user: { user_id: 0, username: 'System', created_at: 0, account_type: 2, profile_icon } })
    await jon
      .get(profile_icon)
      .expect(200)
      .expect('content-type', /^image\//)
  })

  test('answers 400 for a number that is nobody’s, 404 for what is no number', async () => {
    const kim = client(world, await tokenOfSomebody())
    for (const id of ['4711', '2147483648', '99999999999999999999'])
      expect((await kim.get(`/get-profile/${id}`).expect(400)).body).toEqual(anError)
    for (const id of ['abc', '-1', '1e1', '1.5', '%20'])
      expect((await kim.get(`/get-profile/${id}`).expect(404)).body).toEqual(anError)
  })
})

const tokenOfSomebody = async () => (await guest.post('/login', { username: 'anna', password })).body.access_token
