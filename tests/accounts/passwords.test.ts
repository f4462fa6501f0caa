import { hash } from '@node-rs/argon2'
import { dictionary } from '@zxcvbn-ts/language-common'
import { describe, expect, test } from 'vitest'
import { isCommonPassword } from '#people/accounts/common-passwords.ts'
import { hashPassword, passwordMatches } from '#people/accounts/passwords.ts'
import { refuseWeakPassword } from '#people/accounts/weak-passwords.ts'
import { makeLink } from '#people/email-links/one-time-tokens.ts'
import { prepareFirstAdmin } from '#people/login/setup.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { join, type Member, password } from '../support/people.ts'
import { startApp, type World } from '../support/world.ts'

const world = await startApp({ costlyPasswords: true })
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
const setHash = ({ ctx }: World, { id }: Member, password_hash: string) => updateAccount(ctx, id, { password_hash })

let people = 0
const newName = () => `w${people++}`
const tokenOf = (link: string) => new URL(link).searchParams.get(link.includes('code=') ? 'code' : 'token') as string

/** Every way to set a password. */
const ways: Record<string, (secret: string) => Promise<{ status: number; text: string }>> = {
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

describe.each(Object.entries(ways))('%s', (_way, set) => {
  test.each(['password', 'PASSWORD1', 'qwertyuiop', '123456789'])(
    'refuses %s, which everybody tries first',
    async (common) => {
      const { status, text } = await set(common)
      expect([400, 422]).toContain(status)
      expect(text).toContain('one of the most used passwords in the world')
    },
  )

  test('refuses the desk’s own name and the person’s own name and address', async () => {
    const secrets = [
      'SupportMe',
      'SUPPORT-ME 2026!',
      (name: string) => `${name}@Example.com`,
      (name: string) => `+${name}...2026!`,
    ]
    for (const own of secrets) {
      const { status, text } = await set(typeof own === 'string' ? own : own(`w${people}`))
      expect([400, 422]).toContain(status)
      expect(text).toContain('little more than your own name or address')
    }
  })

  test('takes 8 and 128 characters of any kind, and neither 7 nor 129', async () => {
    for (const secret of ['lkjhpoi7', '🦄🌈'.repeat(64), 'only small letters here']) {
      expect((await set(secret)).status, secret).toBeLessThan(400)
    }
    for (const secret of ['lkjhpo7', 'x'.repeat(129)]) expect((await set(secret)).status).toBeGreaterThanOrEqual(400)
  })
})

describe('a password is too weak when it is little more than', () => {
  const person = {
    username: 'Rosa7',
    email: 'rosa.müller@tanzhaus.example',
    display_name: 'Rosa Müller-Lüdenscheidt',
    first_name: 'Rosalinde',
    last_name: 'Vogelsang',
    pending_email: 'rosa@new.example',
  }
  test.each([
    'rosa7rosa7',
    'ROSA7-2026',
    '2026rosa7!',
    'Ｒｏｓａ７ ２０２６',
    'rosa.müller@tanzhaus.example',
    'Rosa.Muller',
    'MULLER12345',
    'rosa-mueller 2026',
    'Luedenscheidt',
    'tanzhaus99',
    'Lüdenscheidt',
    'rosa müller-lüdenscheidt!',
    'rosa@new.example',
    'SupportMe.Rosa7',
    'RosalindeVogelsang',
    'vogelsang 2026',
    '127.0.0.1-supportme',
  ])('%s', async (secret) => {
    await expect(refuseWeakPassword(world.ctx, secret, person)).rejects.toMatchObject({ kind: 'invalid' })
  })

  test.each(['rosa7 likes tea', 'the müller family', '83749261', 'my supporter', '💃💃💃💃💃💃💃💃'])(
    'and %s is not',
    async (secret) => {
      await refuseWeakPassword(world.ctx, secret, person)
    },
  )

  test('what ADMIN_PASSWORD says of ADMIN_EMAIL', async () => {
    const firstAdmin = { email: 'the.boss@example.com', password: 'TheBoss-2026' }
    const ctx = { ...unset.ctx, config: { ...unset.ctx.config, firstAdmin } }
    await expect(prepareFirstAdmin(ctx)).rejects.toThrow('ADMIN_PASSWORD: This is little more than your own name')
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

  test.each(['erased$c2VjcmV0', '', 'nonsense', '12345678$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$'])(
    'that cannot be read (%j) counts as a wrong password',
    async (unreadable) => {
      const lost = await join(world, newName())
      await setHash(world, lost, unreadable)
      const answer = await logIn(world, lost.username, password).expect(422)
      const unknown = await logIn(world, newName(), password).expect(422)
      expect({ ...answer.body, request_id: '' }).toEqual({ ...unknown.body, request_id: '' })
      await lost.api.put('/me/password', { current_password: password, new_password: 'another horse' }).expect(422)
    },
  )

  test('that cannot be read costs the work of a whole one', async () => {
    let used = 0
    const peppers = world.ctx.config.peppers.map(({ id, key }) => ({
      id,
      get key() {
        used += 1
        return key
      },
    }))
    const config = { ...world.ctx.config, peppers }
    await passwordMatches(config, undefined, password)
    const uses: number[] = []
    for (const stored of [undefined, await hashPassword(config, 'another'), 'erased$c2VjcmV0']) {
      used = 0
      expect(await passwordMatches(config, stored, password)).toBe(false)
      uses.push(used)
    }
    // One call for parsing it, which is no work, and one for the hash for unknown names.
    expect(uses).toEqual([1, 1, 2])
  })

  test('of an erased account is nobody’s, though the account has a name', async () => {
    const gone = await join(world, newName())
    await gone.api.post('/me/deletion', { current_password: password }).expect(204)
    for (const name of [`deleted-${gone.id}`, `DELETED-${gone.id}`]) {
      await logIn(world, name, password).expect(422)
      await world.visitor().post('/login').type('form').send({ login: name, password }).expect(422)
      await world.api().post('/login').send({ username: name, password }).expect(400)
      await world.api().post('/api/v1/password-resets').send({ login: name }).expect(204)
    }
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
