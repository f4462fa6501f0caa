import { describe, expect, test } from 'vitest'
import type { Context } from '#context'
import { addAccount, getAccount } from '#people/accounts/accounts.ts'
import { hashPassword } from '#people/accounts/passwords.ts'
import { requestConfirmation } from '#people/accounts/verification-mail.ts'
import { makeLink } from '#people/email-links/one-time-tokens.ts'
import { requestPasswordReset } from '#people/email-links/password-reset.ts'
import { confirmAgainByName } from '#people/email-links/verification.ts'
import { loginCandidates, updateAccount } from '#platform/identity/account-queries.ts'
import { type Letter, lettersTo, workOff } from '../support/letters.ts'
import { join, joinConfirmed, logInAs, type Member, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { auditOf, textOf } from './reading.ts'

const world = await startApp()
const limited = await startApp({ env: { RATE_LIMITS: 'on', TRUST_PROXY: '1' } })
const { ctx } = world
const post = (path: string, body: object) => world.api().post(`/api/v1${path}`).send(body)
const logIn = (login: string, secret = password) => post('/sessions', { login, password: secret })
const forget = (login: string) => post('/password-resets', { login }).expect(204)
const confirm = (token: string) => post('/email-confirmations', { token })
const reset = (token: string, new_password = 'an even better one') =>
  post('/password-resets/current', { token, new_password })
const rowOf = ({ id }: { id: number }) => getAccount(ctx, id)
const tokenOf = (link: string) => new URL(link).searchParams.get('token') ?? ''

const oneHash = await hashPassword(ctx.config, password)

/** An account that claims an address, with a display name. */
async function claim(username: string, email: string, password_hash = oneHash): Promise<Member> {
  const { id } = await addAccount(ctx, { username, email }, password_hash, 'customer')
  await updateAccount(ctx, id, { display_name: `${username} SHOWN` })
  return logInAs(world, await getAccount(ctx, id))
}
const claimWithOwnPassword = async (username: string, email: string) =>
  claim(username, email, await hashPassword(ctx.config, `the secret of ${username}`))

/** The links of a mail that lists accounts, by username. */
function linksIn({ text }: Letter): Record<string, string> {
  const all = [...text.matchAll(/^(\w+):\n(\S+\?token=[\w-]+)$/gm)]
  return Object.fromEntries(all.map(([, username = '', link = '']) => [username, tokenOf(link)]))
}

describe('an address that several accounts name and none has confirmed', async () => {
  const email = 'shared@example.com'
  const [ann, ben] = [
    await claimWithOwnPassword('ann', email),
    await claimWithOwnPassword('ben', email.toUpperCase()),
    await claimWithOwnPassword('cleo', email),
  ]
  const waiting = await joinConfirmed(world, 'waiting')
  await waiting.api.put('/me/email', { email, current_password: password }).expect(200)
  await workOff(world)

  test('lets each log in by it with its own password, and opens none by the password of another', async () => {
    for (const name of ['ann', 'cleo']) {
      const { body } = await logIn(email, `the secret of ${name}`).expect(201)
      expect(body.account.username).toBe(name)
    }
    await logIn(email, password).expect(422)
    for (const name of ['ann', 'ben', 'cleo']) await logIn(name, `the secret of ${name}`).expect(201)
  })

  test('is sent one mail that lists them by their usernames, newest first, with a link for each', async () => {
    const before = (await lettersTo(world, email)).length
    await forget(email)
    const letters = (await lettersTo(world, email)).slice(before)
    expect(letters).toHaveLength(1)
    expect(Object.keys(linksIn(letters[0] as Letter))).toEqual(['cleo', 'ben', 'ann'])
    for (const body of [letters[0]?.text, letters[0]?.html]) expect(body).not.toContain('SHOWN')
  })

  test('belongs to the first account that confirms it; the others lose it, their links do nothing, and they are notified', async () => {
    await forget(email)
    const links = linksIn((await lettersTo(world, email)).at(-1) as Letter)
    const bens = tokenOf(await makeLink(ctx, 'verify_email', ben.id, (await rowOf(ben)).email))
    await reset(links.ann ?? '').expect(204)

    expect(await rowOf(ann)).toMatchObject({ email, lost_email: null, email_verified_at: world.clock.now() })
    expect(await rowOf(ben)).toMatchObject({ email: '', email_key: '', lost_email: email.toUpperCase() })
    expect(await rowOf(waiting)).toMatchObject({ email: waiting.email, pending_email: null, lost_email: email })
    await reset(links.ben ?? '').expect(422)
    await reset(links.cleo ?? '').expect(422)
    await confirm(bens).expect(422)

    expect((await logIn(email, 'an even better one').expect(201)).body.account.username).toBe('ann')
    await logIn(email, 'the secret of ben').expect(422)
    const { body } = await logIn('ben', 'the secret of ben').expect(201)
    expect(body.account).toMatchObject({ email: '', email_verified: false, lost_email: email.toUpperCase() })
    expect((await auditOf(world, 'account', ben.id)).at(-1)).toMatchObject({
      action: 'email_claim_lost',
      actor_id: null,
    })
    const browser = world.visitor()
    await browser.post('/login').type('form').send({ login: 'cleo', password: 'the secret of cleo' }).expect(303)
    for (const path of ['/home', '/profile']) {
      const page = textOf((await browser.get(path).expect(200)).text)
      expect(page).toContain(`The email address ${email} was confirmed for another account`)
    }

    const gives = { email: 'ben.own@example.com', current_password: 'the secret of ben' }
    expect((await ben.api.put('/me/email', gives).expect(200)).body.lost_email).toBeNull()
  })

  test('sends its owner’s mails to the owner’s account alone, by whatever name they are asked for', async () => {
    const late = await claimWithOwnPassword('late', email)
    const before = (await lettersTo(world, email)).length
    await forget('late')
    await post('/email-confirmations/links', { login: 'late' }).expect(204)
    expect(await lettersTo(world, email)).toHaveLength(before)
    await forget(email)
    const [letter, ...more] = (await lettersTo(world, email)).slice(before)
    expect(more).toEqual([])
    expect(letter?.text).toContain('Hello ann,')
    expect(letter?.text).not.toContain('late')
    expect((await logIn(email, 'the secret of late')).status).toBe(422)
    expect((await logIn('late', 'the secret of late').expect(201)).body.account.lost_email).toBeNull()
    expect((await rowOf(late)).email_verified_at).toBeNull()
  })
})

describe('a mail to an address that nobody has confirmed', () => {
  test('lists the five newest accounts at most, and none that is suspended', async () => {
    const email = 'crowd@example.com'
    const members: Member[] = []
    for (let n = 1; n <= 7; n++) members.push(await claim(`crowd${n}`, email))
    await updateAccount(ctx, members[6]?.id ?? 0, { suspended_at: 1 })
    await forget(email)
    const letter = (await lettersTo(world, email)).at(-1) as Letter
    expect(Object.keys(linksIn(letter))).toEqual(['crowd6', 'crowd5', 'crowd4', 'crowd3'])
    await post('/email-confirmations/links', { login: email }).expect(204)
    const again = (await lettersTo(world, email)).at(-1) as Letter
    expect(again.subject).toBe('Please confirm your address at SupportMe')
    expect(Object.keys(linksIn(again))).toHaveLength(4)
  })

  test('carries usernames, and nothing else that a stranger chose', async () => {
    const email = 'stranger@example.com'
    const member = await claim('stranger', email)
    await member.api.post('/me/email-confirmation').expect(204)
    await post('/email-confirmations/links', { login: email }).expect(204)
    await forget('stranger')
    await forget(email)
    await workOff(world)
    const boss = await join(world, 'boss', 'admin')
    const { body } = await boss.api.post(`/admin/accounts/${member.id}/reset-link`).expect(200)
    await reset(tokenOf(body.link)).expect(204)
    const letters = await lettersTo(world, email)
    // Jobs run concurrently, so either mail may be the first.
    expect(letters.map(({ subject }) => subject).sort()).toEqual([
      'A new password at SupportMe',
      'A new password at SupportMe',
      'Please confirm your address at SupportMe',
      'Please confirm your address at SupportMe',
      'Your password was changed',
    ])
    for (const { subject, text, html } of letters) expect(subject + text + html).not.toContain('SHOWN')
  })
})

describe('a link that was asked for by a name', () => {
  test('goes to the account that had the name then, and to nobody once its address has changed', async () => {
    const old = await joinConfirmed(world, 'renamed')
    await forget('renamed')
    await updateAccount(ctx, old.id, { username: 'other', username_key: 'other' })
    const heir = await joinConfirmed(world, 'renamed2')
    await updateAccount(ctx, heir.id, { username: 'renamed', username_key: 'renamed' })
    expect((await lettersTo(world, old.email)).at(-1)?.text).toContain('Hello other,')
    expect(await lettersTo(world, heir.email)).toEqual([])
  })
})

describe('confirming one address at the same moment', () => {
  test.each([
    ['links of accounts that name it', 'race@example.com'],
    ['links of accounts that wait for it', 'race2@example.com'],
    ['links of accounts that wait for it, with a domain of other letters', 'race3@müller.example'],
  ])('by %s gives it to one of them', async (kind, email) => {
    const named = kind.includes('name')
    const tokens: string[] = []
    for (let n = 0; n < 4; n++) {
      const name = `${email.split('@')[0]}${named ? 'n' : 'w'}${n}`
      const member = named ? await claim(name, email) : await joinConfirmed(world, name)
      if (!named) await updateAccount(ctx, member.id, { pending_email: email })
      tokens.push(tokenOf(await makeLink(ctx, 'verify_email', member.id, email)))
    }
    const answers = await Promise.all(tokens.map((token) => confirm(token)))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 422, 422, 422])
    const claims = await ctx.db.selectFrom('accounts').select('id').where('lost_email', '=', email).execute()
    expect(claims).toHaveLength(3)
  })
})

test('an address that was typed in capitals is known by another that has confirmed it, whatever its letters', async () => {
  const one = await joinConfirmed(world, 'capitals')
  const change = { email: 'ANNA@MÜLLER.example', current_password: password }
  expect((await one.api.put('/me/email', change).expect(200)).body.pending_email).toBe('ANNA@müller.example')
  const other = await claim('small', 'anna@müller.example')
  await confirm(tokenOf(await makeLink(ctx, 'verify_email', other.id, other.email))).expect(204)
  expect(await rowOf(one)).toMatchObject({ pending_email: null, lost_email: 'ANNA@müller.example' })
})

test('the limit on mails is the address’s, whichever of its accounts they are asked for', async () => {
  let clients = 0
  const ask = (path: string, body: object) =>
    limited.api().post(`/api/v1${path}`).set('X-Forwarded-For', `198.51.100.${clients++}`).send(body)
  const email = 'bombed@example.com'
  for (const username of ['bomb1', 'bomb2', 'bomb3']) {
    await ask('/accounts', { username, email, password }).expect(201)
    for (let n = 0; n < 2; n++) await ask('/password-resets', { login: username }).expect(204)
  }
  const resets = (await lettersTo(limited, email)).filter(({ subject }) => subject.startsWith('A new password'))
  expect(resets).toHaveLength(3)
})

test('the owner of an address gets mails about three accounts in an hour that name it', async () => {
  const owner = await joinConfirmed(limited, 'told')
  for (let n = 0; n < 5; n++) {
    // Two of one moment are one mail.
    limited.clock.advance(1)
    const account = await addAccount(limited.ctx, { username: `told${n}`, email: owner.email }, oneHash, 'customer')
    await requestConfirmation(limited.ctx, account)
    await workOff(limited)
  }
  const letters = await lettersTo(limited, owner.email)
  expect(letters.map(({ subject }) => subject)).toEqual(Array(3).fill('You have an account at SupportMe already'))
})

describe('how often the database is asked for accounts does not tell who has a name', () => {
  async function countStatements(work: (ctx: Context) => Promise<unknown>): Promise<number> {
    let count = 0
    const db = limited.ctx.db.withPlugin({
      transformQuery: ({ node }) => {
        count += 1
        return node
      },
      transformResult: async ({ result }) => result,
    })
    await work({ ...limited.ctx, db }).catch(() => {})
    return count
  }
  const acts = {
    login: (name: string) => (ctx: Context) => loginCandidates(ctx, name),
    'a forgotten password': (name: string) => (ctx: Context) => requestPasswordReset(ctx, name),
    'asking for a confirmation again': (name: string) => (ctx: Context) => confirmAgainByName(ctx, name),
  }

  test.each(Object.entries(acts))('%s', async (what, act) => {
    const [key] = what.split(' ')
    const owner = await joinConfirmed(limited, `owner${key}`)
    const add = (username: string, email: string) => addAccount(limited.ctx, { username, email }, oneHash, 'customer')
    await add(`late${key}`, owner.email)
    for (const n of [1, 2, 3]) await add(`claim${n}${key}`, `claimed${key}@example.com`)
    const addresses = [owner.email, `claimed${key}@example.com`, `unknown${key}@example.com`]
    const usernames = [owner.username, `late${key}`, `claim1${key}`, `unknown${key}`]
    for (const names of [addresses, usernames]) {
      const counts: number[] = []
      // Statements that are compiled once are counted only the first time.
      await countStatements(act(names.at(-1) ?? ''))
      for (const name of names) counts.push(await countStatements(act(name)))
      expect(counts).toEqual(Array(names.length).fill(counts[0]))
      expect(counts[0]).toBeGreaterThan(0)
    }
  })
})
