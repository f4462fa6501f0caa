import { describe, expect, test } from 'vitest'
import { confirmEmail } from '#people/email-links/verification.ts'
import { withoutIds } from '../accounts/reading.ts'
import { hour, minute } from '../support/clock.ts'
import { lettersTo, newestToken, workOff } from '../support/letters.ts'
import { apiOf, join, type Member, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { atOnce } from '../two-factor/authenticator-app.ts'

const world = await startApp({ env: { RATE_LIMITS: 'on', TRUST_PROXY: '1' } })

let people = 0
let addresses = 0
const newName = () => `a${String(people++).padStart(3, '0')}`
/** Asks from a new address, so that only the account's limits apply. */
const from = () => `198.51.${addresses >> 8}.${addresses++ & 255}`
const post = (path: string, body: object) =>
  world.api().post(`/api/v1${path}`).set('X-Forwarded-For', from()).send(body)
const logIn = (login: string, secret = 'a wrong password') => post('/sessions', { login, password: secret })

/** Somebody whose address is confirmed. */
async function owner(): Promise<Member> {
  const member = await join(world, newName())
  await member.api.post('/me/email-confirmation').set('X-Forwarded-For', from()).expect(204)
  await confirmEmail(world.ctx, await newestToken(world, member.email))
  return member
}
const stranger = () => {
  const username = newName()
  return { username, email: `${username}@example.com` }
}

type Answer = Awaited<ReturnType<typeof logIn>>

/** Everything of the responses, except what differs between any two. */
const told = (answers: Answer[]) =>
  answers.map(({ status, text, headers }) => {
    const { date: _, 'x-request-id': __, etag: ___, ...rest } = headers
    return { status, text: withoutIds(text), headers: rest }
  })

describe('guessing at an account by its username and its email', () => {
  test('takes five tries in all, and tells no more than with names of nobody', async () => {
    const [ann, nobody] = [await owner(), stranger()]
    const answers = { known: [] as Answer[], unknown: [] as Answer[] }
    for (const which of ['username', 'email', 'username', 'email', 'email', 'username', 'email', 'username'] as const) {
      answers.known.push(await logIn(ann[which]))
      answers.unknown.push(await logIn(nobody[which]))
    }
    expect(told(answers.known)).toEqual(told(answers.unknown))
    expect(answers.known.map(({ status }) => status)).toEqual(Array(8).fill(422))
    const refused = await logIn(ann.email, password)
    expect([refused.status, refused.body.errors[0].message]).toEqual([
      422,
      expect.stringContaining('even the right password is refused for ten minutes'),
    ])
    world.clock.advance(10 * minute)
    await logIn(ann.email, password).expect(201)
  })

  test('takes the right password as the fifth, and gives the tries back by both names', async () => {
    const bea = await owner()
    for (let round = 0; round < 3; round += 1) {
      for (const login of [bea.email, bea.username, bea.email, bea.username]) await logIn(login).expect(422)
      await logIn(bea.email, password).expect(201)
      await logIn(bea.username, password).expect(201)
    }
  })

  test('does not lock out the browser that its owner has used before', async () => {
    const cara = await owner()
    const browser = world.visitor()
    const enter = (login: string) =>
      browser.post('/login').type('form').set('X-Forwarded-For', from()).send({ login, password }).redirects(0)
    await enter(cara.username).expect(303)
    await browser.post('/logout').type('form').send({}).expect(303)
    for (let n = 0; n < 5; n += 1) await logIn(n % 2 ? cara.username : cara.email)
    await logIn(cara.username, password).expect(422)
    await enter(cara.email).expect(303)
  })

  test('uses up nothing of another account with that address', async () => {
    const dan = await owner()
    const username = newName()
    const own = 'the password of another'
    await post('/accounts', { username, email: dan.email, password: own }).expect(201)
    for (let n = 0; n < 5; n += 1) {
      await logIn(dan.email, own).expect(422)
      await logIn(username, own).expect(201)
    }
    await logIn(dan.username, password).expect(422)
  })

  test('twenty at once, by both names, get five tries', async () => {
    const eva = await owner()
    let n = 0
    await atOnce(8, () => logIn(n++ % 2 ? eva.username : eva.email))
    await logIn(eva.username, password).expect(422)
  })
})

describe('asking for mails by the username and the email of an account', () => {
  const ways: [string, string, (name: string) => PromiseLike<{ status: number }>][] = [
    ['/password-resets', 'a new password', (login) => post('/password-resets', { login })],
    ['/email-confirmations/links', 'confirm your address', (login) => post('/email-confirmations/links', { login })],
    [
      '/verify/again',
      'confirm your address',
      (login) =>
        world.visitor().post('/verify/again').type('form').set('X-Forwarded-For', from()).send({ login }).redirects(0),
    ],
  ]
  test.each(ways)('at %s sends three, and answers as with names of nobody', async (_path, subject, ask) => {
    const [known, unknown] = [await join(world, newName()), stranger()]
    const told = { known: [] as number[], unknown: [] as number[] }
    for (let n = 0; n < 7; n += 1) {
      const which = n < 3 ? 'username' : 'email'
      told.known.push((await ask(known[which])).status)
      told.unknown.push((await ask(unknown[which])).status)
    }
    expect(told.known).toEqual(told.unknown)
    expect(told.known.filter((status) => status < 400)).toHaveLength(6)
    expect(told.known.at(-1)).toBe(429)
    const letters = (await lettersTo(world, known.email)).filter((letter) =>
      letter.subject.toLowerCase().includes(subject),
    )
    expect(letters).toHaveLength(3)
    world.clock.advance(hour)
    await ask(known.email)
    expect((await lettersTo(world, known.email)).length).toBe(letters.length + 1)
  })

  const resetsTo = async ({ email }: { email: string }) =>
    (await lettersTo(world, email)).filter(({ subject }) => subject.startsWith('A new password'))

  test('for confirming it keeps no new password from its owner, who has nothing to confirm', async () => {
    const gus = await owner()
    for (let n = 0; n < 3; n += 1) await post('/email-confirmations/links', { login: gus.username }).expect(204)
    await post('/password-resets', { login: gus.username }).expect(204)
    expect(await resetsTo(gus)).toHaveLength(1)
  })

  test('by the name of an account that claims another’s address uses up nothing of its owner', async () => {
    const [ivy, username] = [await owner(), newName()]
    await post('/accounts', { username, email: ivy.email, password }).expect(201)
    for (let n = 0; n < 3; n += 1) await post('/password-resets', { login: username }).expect(204)
    await post('/password-resets', { login: ivy.username }).expect(204)
    expect(await resetsTo(ivy)).toHaveLength(1)
  })

  test('keeps no mail from its owner, who is logged in', async () => {
    const fay = await join(world, newName())
    for (const login of [fay.username, fay.email])
      for (let n = 0; n < 3; n += 1) await post('/email-confirmations/links', { login })
    await fay.api.post('/me/email-confirmation').set('X-Forwarded-For', from()).expect(204)
    expect(await lettersTo(world, fay.email)).toHaveLength(4)
  })
})

test('from one network an address that nobody has confirmed gets ten mails an hour, by however many accounts that name it', async () => {
  const { email } = stranger()
  const spelled = email.replace('a', 'A')
  const [bomber, owner] = [from(), from()]
  const register = (address: string) =>
    world
      .api()
      .post('/api/v1/accounts')
      .set('X-Forwarded-For', address)
      .send({ username: newName(), email, password })
      .expect(201)
  for (let n = 0; n < 4; n += 1) {
    const one = apiOf(world, (await register(bomber)).body.session.access_token)
    for (let again = 0; again < 3; again += 1)
      await one
        .put('/me/email', { email: spelled, current_password: password })
        .set('X-Forwarded-For', bomber)
        .expect(200)
    await workOff(world)
  }
  const letters = async () => [...(await lettersTo(world, email)), ...(await lettersTo(world, spelled))]
  expect(await letters()).toHaveLength(10)
  await register(owner)
  expect(await letters()).toHaveLength(11)
  world.clock.advance(hour)
  await register(bomber)
  expect(await letters()).toHaveLength(12)
})
