import { describe, expect, test } from 'vitest'
import { getAccount } from '#people/accounts/accounts.ts'
import { allCredentials, type Credential, type RevocationCause, remainingAfter } from '#people/accounts/revocation.ts'
import { makeLink } from '#people/email-links/one-time-tokens.ts'
import { startSession } from '#people/sessions/sessions.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { lettersTo } from '../support/letters.ts'
import { join, logInAs, type Member, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { type Held, holdEverything, holdPendingAuthenticator } from './credentials-held.ts'

const world = await startApp()
const { ctx } = world
const admin = await join(world, 'boss', 'admin')
const boss = async () => (await logInAs(world, await getAccount(ctx, admin.id))).api
const again = async ({ id }: Member) => logInAs(world, await getAccount(ctx, id))

const better = 'an even better one'
const tokenOf = (link: string) => new URL(link).searchParams.get('token') ?? ''

async function resetBy({ id }: Member, email: string) {
  const token = tokenOf(await makeLink(ctx, 'reset_password', id, email))
  await world.api().post('/api/v1/password-resets/current').send({ token, new_password: better }).expect(204)
}
async function confirmBy({ member, next_email }: Held, router: 'page' | 'api') {
  const { pending_email } = await getAccount(ctx, member.id)
  const email = pending_email ?? member.email
  if (email !== next_email && email !== member.email) throw new Error('nothing waits to be confirmed')
  const token = tokenOf(await makeLink(ctx, 'verify_email', member.id, email))
  if (router === 'page') await world.visitor().post('/verify').type('form').send({ token }).expect(303)
  else await world.api().post('/api/v1/email-confirmations').send({ token }).expect(204)
}
const change = { current_password: password, new_password: better }
const onAccount = async (member: Member, end: string, body = {}) =>
  (await boss())
    .post(`/admin/accounts/${member.id}${end}`, body)
    .expect(({ status }) => expect([200, 204]).toContain(status))

const pendingOnes: Credential[] = ['pending_logins', 'pending_authenticator', 'passkey_challenges']
const links: Credential[] = [
  'pending_email',
  'confirmation_links',
  'mailed_reset_links',
  'handed_reset_links',
  'queued_links',
]
const secondFactor: Credential[] = ['authenticator', 'recovery_codes']
const ownLogin: Credential[] = ['passkeys', ...secondFactor]
const ownAccess: Credential[] = [...ownLogin, 'calendar_feed', 'api_tokens', 'staff_invitations', 'issued_links']

interface Case {
  /** The event in the program's table that this tests; null if it revokes nothing. */
  event: RevocationCause | null
  /** Whether the account has a confirmed address. */
  confirmed: boolean
  keeps: readonly Credential[]
  act: (held: Held) => PromiseLike<unknown>
}

const row = (event: Case['event'], confirmed: boolean, keeps: readonly Credential[], act: Case['act']): Case => ({
  event,
  confirmed,
  keeps,
  act,
})

const cases: Record<string, Case> = {
  'a new password, over the API': row('password_changed', true, ownAccess, async ({ member }) =>
    (await again(member)).api.put('/me/password', change).expect(200),
  ),
  'a new password, on the page': row('password_changed', false, ownAccess, async ({ member }) =>
    (await again(member)).pages
      .post('/profile/password')
      .type('form')
      .send({ ...change, new_password_confirmation: better })
      .expect(303),
  ),
  'a reset by a link that was mailed': row('password_reset', true, ownLogin, ({ member }) =>
    resetBy(member, member.email),
  ),
  'a reset by a link that an admin made': row('password_reset', true, ownLogin, ({ member }) => resetBy(member, '')),
  'a reset by an admin’s link, where nobody has confirmed the address': row(
    'unconfirmed_password_reset',
    false,
    secondFactor,
    ({ member }) => resetBy(member, ''),
  ),
  'a reset by a link that was mailed to an address that nobody had confirmed': row(
    'first_address_confirmed',
    false,
    [],
    ({ member }) => resetBy(member, member.email),
  ),
  'confirming the first address, on the page': row('first_address_confirmed', false, [], (held) =>
    confirmBy(held, 'page'),
  ),
  'confirming the first address, over the API': row('first_address_confirmed', false, [], (held) =>
    confirmBy(held, 'api'),
  ),
  'confirming the address that it was made with': row(
    'first_address_confirmed',
    false,
    ['mailed_reset_links'],
    async (held) => {
      await updateAccount(ctx, held.member.id, { pending_email: null })
      await confirmBy(held, 'api')
    },
  ),
  'an admin’s word that the first address is the person’s': row('first_address_confirmed', false, [], ({ member }) =>
    onAccount(member, '/email-confirmation'),
  ),
  'confirming another address': row(
    'address_changed',
    true,
    ['sessions', ...pendingOnes, ...ownAccess],
    async (held) => {
      const { member, next_email } = held
      await updateAccount(ctx, member.id, { pending_email: next_email })
      await confirmBy(held, 'api')
    },
  ),
  'ending all other sessions': row('logged_out_everywhere', true, ownLogin, async ({ member }) =>
    (await again(member)).api.delete('/me/sessions').expect(204),
  ),
  'an admin’s end of all sessions': row('logged_out_everywhere', false, ownLogin, async ({ member }) =>
    (await boss()).delete(`/admin/accounts/${member.id}/sessions`).expect(204),
  ),
  suspension: row('suspended', true, ownLogin, ({ member }) => onAccount(member, '/suspension')),
  'deletion by oneself': row('deleted', true, [], async ({ member }) =>
    (await again(member)).api.post('/me/deletion', { current_password: password }).expect(204),
  ),
  'deletion by an admin': row('deleted', false, [], ({ member }) =>
    onAccount(member, '/deletion', { username: member.username }),
  ),
  'a reset of two-factor login': row(
    'two_factor_reset',
    true,
    [
      'sessions',
      'passkeys',
      'calendar_feed',
      'api_tokens',
      'staff_invitations',
      'issued_links',
      'known_browsers',
      ...links,
    ],
    async ({ member, stands }) => {
      // With an unfinished enrolment there is nothing to reset.
      if (stands.pending_authenticator)
        await world.ctx.db
          .updateTable('authenticators')
          .set({ confirmed_at: 1 })
          .where('account_id', '=', member.id)
          .execute()
      await onAccount(member, '/two-factor-reset')
    },
  ),
  'another username by an admin': row(null, true, allCredentials, async ({ member }) =>
    (await boss()).patch(`/admin/accounts/${member.id}`, { username: `${member.username}x` }).expect(200),
  ),
  'promotion of a customer': row(
    null,
    false,
    allCredentials.filter((credential) => credential !== 'api_tokens'),
    async ({ member }) =>
      (await boss()).put(`/admin/accounts/${member.id}/type`, { account_type: 'assistant' }).expect(200),
  ),
  'demotion of an admin': row(
    null,
    false,
    allCredentials.filter((credential) => !['staff_invitations', 'issued_links'].includes(credential)),
    async ({ member }) => {
      await updateAccount(ctx, member.id, { account_type: 'admin' })
      await (await boss()).put(`/admin/accounts/${member.id}/type`, { account_type: 'assistant' }).expect(200)
    },
  ),
  'a link for a new password that an admin makes': row(null, true, allCredentials, ({ member }) =>
    onAccount(member, '/reset-link'),
  ),
}

/** The credentials still in force, in the program's order. Mails that are still to be sent are checked first. */
async function standing({ stands }: Held): Promise<Credential[]> {
  const standing: Credential[] = []
  for (const credential of ['queued_links', ...allCredentials] as Credential[])
    if (!standing.includes(credential) && (await stands[credential]?.())) standing.push(credential)
  return allCredentials.filter((credential) => standing.includes(credential))
}

describe('what gives access to an account, after', () => {
  test.each(Object.entries(cases))('%s', async (_name, { confirmed, keeps, act }) => {
    for (const hold of [holdEverything, holdPendingAuthenticator]) {
      const held = await hold(world, confirmed)
      await act(held)
      const expected = allCredentials.filter((credential) => credential in held.stands && keeps.includes(credential))
      expect(await standing(held)).toEqual(expected)
    }
  })

  test('a reset, its owner gets a mail with the passkeys that stay', async () => {
    const { member } = await holdEverything(world, true)
    await resetBy(member, member.email)
    const letter = (await lettersTo(world, member.email)).at(-1)
    expect(letter?.subject).toBe('Your password was changed')
    expect(letter?.text).toContain('It can still be opened by one passkey')
  })

  test('a login that was proven before does not begin a session any more', async () => {
    const kim = await join(world, 'kim')
    const proven = await getAccount(ctx, kim.id)
    await kim.api.put('/me/password', change).expect(200)
    await expect(startSession(ctx, proven)).rejects.toMatchObject({ kind: 'conflict', code: 'revoked' })
    await onAccount(kim, '/suspension')
    await onAccount(kim, '/reinstatement')
    await expect(startSession(ctx, proven)).rejects.toMatchObject({ code: 'revoked' })
  })

  test('every event, with every kind of credential', async () => {
    expect(new Set(Object.values(cases).map(({ event }) => event))).toEqual(
      new Set([null, ...Object.keys(remainingAfter)]),
    )
    const held = [await holdEverything(world, true), await holdPendingAuthenticator(world, true)]
    expect(held.flatMap(({ stands }) => Object.keys(stands)).sort()).toEqual([...allCredentials].sort())
    for (const one of held) expect(await standing(one)).toHaveLength(Object.keys(one.stands).length)
  })
})
