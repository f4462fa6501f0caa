import { describe, expect, test } from 'vitest'
import { confirmEmail } from '#people/email-links/verification.ts'
import { lettersTo, newestToken } from '../support/letters.ts'
import { join, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { countOf, withoutIds } from './reading.ts'

const world = await startApp()
const owner = await join(world, 'owner')
await owner.api.post('/me/email-confirmation').expect(204)
await confirmEmail(world.ctx, await newestToken(world, owner.email))

let people = 0
const newName = () => `n${String(people++).padStart(4, '0')}`
const nobodys = () => `${newName()}@example.com`

const register = (email: string) => world.api().post('/api/v1/accounts').send({ username: newName(), email, password })
const registerOnPage = (email: string) =>
  world
    .visitor()
    .post('/register')
    .type('form')
    .send({ username: newName(), email, password, password_confirmation: password })
    .redirects(0)
const logIn = (login: string) => world.api().post('/api/v1/sessions').send({ login, password: 'a wrong password' })
const forget = (login: string) => world.api().post('/api/v1/password-resets').send({ login })

type Answer = Awaited<ReturnType<typeof logIn>>

/** Everything of a response, except what differs between any two. */
function told({ status, text, headers }: Answer, names: string[]) {
  const { date: _, 'x-request-id': __, 'content-length': ___, etag: ____, ...rest } = headers
  const own = [/n\d{4}/g, /[\w-]+\.[\w-]+\.[\w-]+(?=[";])/g, /expires=[^;]*/gi, /browser=[\w.-]+/g, /\d+/g]
  const plain = (words: string) =>
    [...names, ...own]
      .reduce<string>((all, one) => all.replaceAll(one, '*'), withoutIds(words))
      .replace(/"profile_icon":"\w+"/g, '')
  return { status, text: plain(text), headers: plain(JSON.stringify(rest)) }
}

describe('registering with an address that somebody has confirmed', () => {
  test.each([
    ['API', register],
    ['page', registerOnPage],
  ])('is answered by the %s as with any other; its owner is told by mail', async (_door, send) => {
    // Two of one moment are one mail.
    world.clock.advance(1)
    const before = (await lettersTo(world, owner.email)).length
    const unknown = nobodys()
    const [known, other] = [await send(owner.email), await send(unknown)]
    expect(known.status).toBeLessThan(400)
    expect(told(known, [owner.email])).toEqual(told(other, [unknown]))

    const letters = await lettersTo(world, owner.email)
    expect(letters).toHaveLength(before + 1)
    expect(letters.at(-1)?.subject).toBe('You have an account at SupportMe already')
    expect(letters.at(-1)?.text).not.toContain('token=')
  })

  test('makes an account that never confirms it, nor logs in by it', async () => {
    const { body } = await register(owner.email).expect(201)
    const bearer = `Bearer ${body.session.access_token}`
    const tokens = await countOf(world, 'account_tokens')
    await world.api().post('/api/v1/me/email-confirmation').set('Authorization', bearer).expect(204)
    await lettersTo(world, owner.email)
    expect(await countOf(world, 'account_tokens')).toBe(tokens)
    const me = await world.api().get('/api/v1/me').set('Authorization', bearer).expect(200)
    expect(me.body.email_verified).toBe(false)
    const reset = await lettersTo(world, owner.email)
    await forget(owner.email).expect(204)
    const letter = (await lettersTo(world, owner.email)).slice(reset.length)
    expect(letter.map(({ text }) => text)).toEqual([expect.stringContaining('Hello owner,')])
  })
})
