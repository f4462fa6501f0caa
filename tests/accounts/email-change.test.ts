import { describe, expect, test } from 'vitest'
import { lettersTo, newestToken } from '../support/letters.ts'
import { joinConfirmed, type Member, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { linkRouters, worked } from './link-routers.ts'
import { auditOf, textOf } from './reading.ts'

const world = await startApp()
const [viaPage, viaApi] = linkRouters
const logIn = (login: string) => world.api().post('/api/v1/sessions').send({ login, password })
const ask = (member: Member, email: string) =>
  member.api.put('/me/email', { email, current_password: password }).expect(200)
const askOnPage = (member: Member, email: string) =>
  member.pages.post('/profile/email').type('form').send({ email, current_password: password }).expect(303)
const me = async ({ api }: Member) => (await api.get('/me').expect(200)).body

const confirmed = (username: string) => joinConfirmed(world, username)

describe('a change of address', () => {
  test.each([
    ['page', askOnPage],
    ['api', ask],
  ] as const)('by %s counts once the new one is confirmed; the old one is told at once', async (router, change) => {
    const rosa = await confirmed(`rosa${router}`)
    const next = `new-${router}@example.com`
    await change(rosa, next)

    expect(await me(rosa)).toMatchObject({ email: rosa.email, email_verified: true, pending_email: next })
    expect(textOf((await rosa.pages.get('/profile')).text)).toContain(next)
    await logIn(next).expect(422)
    await logIn(rosa.email).expect(201)
    const told = (await lettersTo(world, rosa.email)).at(-1)
    expect(told?.subject).toBe('Somebody asked to change your email address')
    expect(told?.text).not.toContain('token=')

    const confirm = router === 'page' ? viaPage?.confirm : viaApi?.confirm
    expect(worked((await confirm?.(world, await newestToken(world, next))) as never)).toBe(true)
    expect(await me(rosa)).toMatchObject({ email: next, email_verified: true, pending_email: null })
    await logIn(next).expect(201)
    await logIn(rosa.email).expect(422)
    const actions = (await auditOf(world, 'account', rosa.id)).map(({ action }) => action)
    expect(actions.slice(-2)).toEqual(['email_change_asked', 'email_confirmed'])
  })

  test('by a later change makes the link for the earlier one worthless', async () => {
    const pia = await confirmed('pia')
    await ask(pia, 'first@example.com')
    const first = await newestToken(world, 'first@example.com')
    await ask(pia, 'second@example.com')
    expect((await viaApi?.confirm(world, first))?.status).toBe(422)
    expect(await me(pia)).toMatchObject({ email: pia.email, pending_email: 'second@example.com' })
    await viaApi?.confirm(world, await newestToken(world, 'second@example.com'))
    expect((await me(pia)).email).toBe('second@example.com')
  })

  test('is taken back by giving the old one: nothing is mailed, and the link for the other is worthless', async () => {
    const zoe = await confirmed('zoe')
    await ask(zoe, 'mistyped@example.com')
    const token = await newestToken(world, 'mistyped@example.com')
    const letters = await lettersTo(world, zoe.email)
    const page = await askOnPage(zoe, zoe.email)
    expect(await me(zoe)).toMatchObject({ email: zoe.email, email_verified: true, pending_email: null })
    expect(textOf((await zoe.pages.get(page.headers.location as string)).text)).toContain('stays as it is')
    expect((await ask(zoe, zoe.email)).body.pending_email).toBe(null)
    expect(await lettersTo(world, zoe.email)).toEqual(letters)
    expect((await viaApi?.confirm(world, token))?.status).toBe(422)
    const last = (await auditOf(world, 'account', zoe.id)).at(-1)
    expect(last).toMatchObject({ action: 'profile_changed', after: '{"changed":["pending_email"]}' })
  })

  test('to another account’s confirmed address gets the usual response, and can never be confirmed', async () => {
    const [ina, owner] = [await confirmed('ina'), await confirmed('owner')]
    const { body } = await ask(ina, 'OWNER@example.com')
    expect(body).toMatchObject({ email: ina.email, pending_email: 'OWNER@example.com' })
    const letter = (await lettersTo(world, owner.email)).at(-1)
    expect(letter?.subject).toBe('You have an account at SupportMe already')
    expect(letter?.text).not.toContain('token=')
    expect(letter?.text).toContain('gave this address for another account')
    expect(await lettersTo(world, 'OWNER@example.com')).toEqual([])
    expect((await me(ina)).email).toBe(ina.email)
  })

  test('of two accounts that confirm the same address at once one gets it', async () => {
    const pair = [await confirmed('uma'), await confirmed('vera')]
    const tokens: string[] = []
    for (const one of pair) {
      await ask(one, 'shared@example.com')
      tokens.push(await newestToken(world, 'shared@example.com'))
    }
    const answers = await Promise.all(tokens.map((token) => viaApi?.confirm(world, token)))
    expect(answers.map((answer) => answer?.status).sort()).toEqual([204, 422])
    const lost = answers.find((answer) => answer?.status === 422)
    expect(lost?.body.errors).toMatchObject([{ field: 'token' }])
    const emails = await Promise.all(pair.map(async (one) => (await me(one)).email))
    expect(emails.filter((email) => email === 'shared@example.com')).toHaveLength(1)
    await logIn('shared@example.com').expect(201)
  })
})
