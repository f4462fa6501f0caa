import { hash } from '@node-rs/argon2'
import { dictionary } from '@zxcvbn-ts/language-common'
import { describe, expect, test } from 'vitest'
import { isCommonPassword } from '../../src/accounts/common-passwords.ts'
import { makeLink } from '../../src/accounts/link-tokens.ts'
import { prepareFirstAdmin } from '../../src/accounts/setup.ts'
import { join, type Member, password } from '../support/people.ts'
import { startApp, type World } from '../support/world.ts'

const world = await startApp()
const unset = await startApp()
const oldPepper = 'the pepper of years ago'
const newPepper = 'the pepper of this year'
const rotated = await startApp({ env: { PEPPER: newPepper, PREVIOUS_PEPPERS: `nothing at all, ${oldPepper}` } })
const before = await startApp({ env: { PEPPER: oldPepper }, database: rotated.database })
const after = await startApp({ env: { PEPPER: newPepper }, database: rotated.database })

const logIn = (at: World, login: string, secret: string) =>
  at.api().post('/api/v1/sessions').send({ login, password: secret })
const hashOf = async ({ ctx }: World, { id }: Member) =>
  (await ctx.db.selectFrom('accounts').select('password_hash').where('id', '=', id).executeTakeFirstOrThrow())
    .password_hash
const setHash = ({ ctx }: World, { id }: Member, password_hash: string) =>
  ctx.db.updateTable('accounts').set({ password_hash }).where('id', '=', id).execute()

let people = 0
const newName = () => `w${people++}`
const tokenOf = (link: string) => new URL(link).searchParams.get(link.includes('code=') ? 'code' : 'token') as string

/** Every door by which a password is set. */
const doors: Record<string, (secret: string) => Promise<{ status: number; text: string }>> = {
  'the page to register': async (secret) => {
    const username = newName()
    const form = { username, email: `${username}@example.com`, password: secret, password_confirmation: secret }
    return world.visitor().post('/register').type('form').send(form).redirects(0)
  },
  'the API to register': async (secret) => {
    const username = newName()
    return world
      .api()
      .post('/api/v1/accounts')
      .send({ username, email: `${username}@example.com`, password: secret })
  },
  'the classic address to register': async (secret) => {
    const username = newName()
    return world
      .api()
      .post('/register')
      .send({ username, email: `${username}@example.com`, password: secret })
  },
  'the page to change it': async (secret) => {
    const form = { current_password: password, new_password: secret, new_password_confirmation: secret }
    return (await join(world, newName())).pages.post('/profile/password').type('form').send(form).redirects(0)
  },
  'the API to change it': async (secret) =>
    (await join(world, newName())).api.put('/me/password', { current_password: password, new_password: secret }),
  'the classic address to change it': async (secret) => {
    const { token } = await join(world, newName())
    const change = { old_password: password, new_password: secret, profile_icon: 'teal' }
    return world.api().post('/profile').set('Authorization', `Bearer ${token}`).send(change)
  },
  'a link': async (secret) => {
    const { id, email } = await join(world, newName())
    const token = tokenOf(await makeLink(world.ctx, 'reset_password', id, email))
    return world.api().post('/api/v1/password-resets/current').send({ token, new_password: secret })
  },
}

describe.each(Object.entries(doors))('%s', (_door, set) => {
  test.each(['password', 'PASSWORD1', 'qwertyuiop', '123456789'])(
    'refuses %s, which everybody tries first',
    async (common) => {
      const { status, text } = await set(common)
      expect([400, 422]).toContain(status)
      expect(text).toContain('one of the most used passwords in the world')
    },
  )

  test('takes 8 and 128 characters of any kind, and neither 7 nor 129', async () => {
    for (const secret of ['lkjhpoi7', '🦄🌈'.repeat(64), 'only small letters here']) {
      expect((await set(secret)).status, secret).toBeLessThan(400)
    }
    for (const secret of ['lkjhpo7', 'x'.repeat(129)]) expect((await set(secret)).status).toBeGreaterThanOrEqual(400)
  })
})

test('the set-up link refuses it too, and can be used again', async () => {
  const code = tokenOf((await prepareFirstAdmin(unset.ctx)) as string)
  const form = (secret: string) => ({
    code,
    username: 'boss',
    email: 'boss@example.com',
    password: secret,
    password_confirmation: secret,
  })
  const refused = await unset.visitor().post('/setup').type('form').send(form('password1')).expect(422)
  expect(refused.text).toContain('one of the most used passwords')
  await unset.visitor().post('/setup').type('form').send(form('a fine horse')).expect(303)
})

test('at least the 3,000 most used are refused', async () => {
  const long = dictionary['passwords-common'].filter((word) => word.length >= 8)
  expect(long.length).toBeGreaterThanOrEqual(3000)
  expect(await Promise.all(long.map(isCommonPassword))).not.toContain(false)
})

describe('a hash', () => {
  test('of older parameters is replaced at the next login with the right password, and only then', async () => {
    const ann = await join(world, newName())
    const now = await hashOf(world, ann)
    const [pepper] = now.split('$')
    const secret = world.ctx.config.peppers[0]?.key
    const old = `${pepper}${await hash(password, { memoryCost: 8192, timeCost: 1, parallelism: 1, ...(secret && { secret }) })}`
    await setHash(world, ann, old)
    await logIn(world, ann.username, 'a wrong password').expect(422)
    expect(await hashOf(world, ann)).toBe(old)
    await logIn(world, ann.username, password).expect(201)
    const upgraded = await hashOf(world, ann)
    expect(upgraded).toMatch(/^[\da-f]{8}\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    await logIn(world, ann.username, password).expect(201)
    expect(await hashOf(world, ann)).toBe(upgraded)
  })

  test('of an earlier pepper still counts, and takes the new one at the next login', async () => {
    const ben = await join(before, newName())
    await logIn(after, ben.username, password).expect(422)
    await logIn(rotated, ben.username, 'a wrong password').expect(422)
    await logIn(rotated, ben.username, password).expect(201)
    await logIn(after, ben.username, password).expect(201)
    await logIn(before, ben.username, password).expect(422)
  })

  test('holds no pepper', async () => {
    const cleo = await join(before, newName())
    expect(await hashOf(before, cleo)).not.toContain('pepper')
  })
})
