import type { Request, Response } from 'express'
import { makeFeed, readFeedState } from '#events/calendar/feeds.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import type { Credential } from '#people/accounts/revocation.ts'
import { requestConfirmations, requestReset } from '#people/accounts/verification-mail.ts'
import { makeToken } from '#people/api-tokens/tokens.ts'
import { findLink, makeLink } from '#people/email-links/one-time-tokens.ts'
import { changeEmail } from '#people/email-links/verification.ts'
import { newChallenge } from '#people/passkeys/challenges.ts'
import { addPasskey } from '#people/passkeys/registration.ts'
import type { NewCredential } from '#people/passkeys/schemas.ts'
import { beginEnrolment, confirmEnrolment } from '#people/second-factor/enrolment.ts'
import { countRecoveryCodes } from '#people/second-factor/queries.ts'
import { hasSecondStep } from '#people/sessions/second-factor-queries.ts'
import { startSession } from '#people/sessions/sessions.ts'
import { listOpenInvitations } from '#people/staff-invitations/queries.ts'
import { isKnownBrowser, setSession } from '#platform/pages/cookies.ts'
import { lettersTo } from '../support/letters.ts'
import { apiOf, join, joinConfirmed, type Member, pagesOf, password } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { codeOf, protect } from '../two-factor/authenticator-app.ts'
import { SoftPasskey } from '../two-factor/soft-passkey.ts'

/** Whether it still gives access to the account, now or later. */
type Stands = () => Promise<boolean>

/** Somebody's account with one credential of each kind. An authenticator that is not confirmed needs a second account. */
export interface Held {
  member: Member
  next_email: string
  stands: Partial<Record<Credential, Stands>>
}

let people = 0

export async function holdEverything(world: World, confirmed: boolean): Promise<Held> {
  const { ctx } = world
  const username = `h${people++}`
  const member = await (confirmed ? joinConfirmed : join)(world, username)
  const next_email = `${username}-next@example.com`
  const stands: Held['stands'] = {
    sessions: async () => (await member.api.get('/me')).status === 200,
    authenticator: () => hasSecondStep(ctx, member.id),
    recovery_codes: async () => (await countRecoveryCodes(ctx, member.id)) > 0,
    pending_email: async () => (await getAccount(ctx, member.id)).pending_email !== null,
  }
  await protect(world, member)
  await changeEmail(ctx, member.actor, { email: next_email, current_password: password })
  await makeFeed(ctx, member.actor)
  stands.api_tokens = await holdApiToken(world, member)
  stands.staff_invitations = await holdInvitation(world, member)
  stands.issued_links = await holdIssuedLink(world, member)
  stands.calendar_feed = async () => (await readFeedState(ctx, member.actor)) !== null
  stands.passkeys = await holdPasskey(world, member)
  stands.passkey_challenges = await beginPasskey(world, member)
  stands.known_browsers = await holdBrowser(world, member)
  const half = await startSession(ctx, await getAccount(ctx, member.id), { second_factor_required: true })
  const login = pagesOf(world, half.token)
  stands.pending_logins = async () => (await login.get('/login/second-step').redirects(0)).status === 200
  stands.confirmation_links = await holdLink(world, member, 'verify_email', next_email)
  stands.mailed_reset_links = await holdLink(world, member, 'reset_password', member.email)
  stands.handed_reset_links = await holdLink(world, member, 'reset_password', '')
  stands.queued_links = await queueLinks(world, member, [member.email, next_email])
  return { member, next_email, stands }
}

export async function holdPendingAuthenticator(world: World, confirmed: boolean): Promise<Held> {
  const username = `h${people++}`
  const member = await (confirmed ? joinConfirmed : join)(world, username)
  const { secret } = await beginEnrolment(world.ctx, member.actor, password)
  const stands = {
    pending_authenticator: () => succeeds(confirmEnrolment(world.ctx, member.actor, codeOf(world, secret))),
  }
  return { member, next_email: `${username}-next@example.com`, stands }
}

const succeeds = (work: Promise<unknown>) =>
  work.then(
    () => true,
    () => false,
  )

async function holdApiToken(world: World, { actor }: Member): Promise<Stands> {
  const { token } = await makeToken(world.ctx, actor, { name: 'Printer', scopes: ['read'], expires_in_days: 30 })
  const api = apiOf(world, token)
  return async () => (await api.get('/me')).status === 200
}

/** An invitation that the member made while an admin. */
async function holdInvitation({ ctx }: World, { id }: Member): Promise<Stands> {
  const email = `invited-by-${id}@example.com`
  await ctx.db
    .insertInto('staff_invitations')
    .values({
      ...{ email, email_key: email, account_type: 'assistant', invited_by: id, state: 'open' },
      ...{ invited_at: ctx.clock.now(), expires_at: ctx.clock.now() + 1, mailed: 1 },
    })
    .execute()
  return async () => (await listOpenInvitations(ctx)).some((invitation) => invitation.email === email)
}

/** A link for another account that the member made while an admin. */
async function holdIssuedLink(world: World, member: Member): Promise<Stands> {
  const { id } = await join(world, `${member.username}c`)
  const token = new URL(await makeLink(world.ctx, 'reset_password', id, '', member.id)).searchParams.get('token') ?? ''
  return async () => (await findLink(world.ctx, 'reset_password', token)) !== undefined
}

async function beginPasskey({ ctx, ...world }: World, { actor }: Member): Promise<Stands> {
  const passkey = new SoftPasskey({ ctx, ...world })
  const challenge = Buffer.from(await newChallenge(ctx, 'registration', actor.id)).toString('base64url')
  const user = { id: Buffer.from(String(actor.id)).toString('base64url') }
  const response = passkey.create({ challenge, user }) as NewCredential
  return () => succeeds(addPasskey(ctx, actor, { name: 'Phone', response }))
}

async function holdPasskey(world: World, { actor }: Member): Promise<Stands> {
  const { ctx } = world
  const passkey = new SoftPasskey(world)
  const challenge = Buffer.from(await newChallenge(ctx, 'registration', actor.id)).toString('base64url')
  const user = { id: Buffer.from(String(actor.id)).toString('base64url') }
  await addPasskey(ctx, actor, { name: 'Key', response: passkey.create({ challenge, user }) as NewCredential })
  return async () => {
    const asked = Buffer.from(await newChallenge(ctx, 'login', null)).toString('base64url')
    const body = { response: passkey.answer({ challenge: asked }) }
    const { status } = await world.api().post('/api/v1/sessions/passkey').send(body)
    // A suspended account's passkey is refused only for the suspension.
    return status === 201 || status === 403
  }
}

async function holdBrowser({ ctx }: World, { id }: Member): Promise<Stands> {
  const cookies: string[] = []
  const res = { cookie: (name: string, value: string) => cookies.push(`${name}=${value}`) }
  const session = { token: 'none', expires_at: 0, known_account: await getAccount(ctx, id) }
  setSession(ctx.config, res as unknown as Response, session)
  const req = { headers: { cookie: cookies.join('; ') } } as Request
  return async () => isKnownBrowser(ctx.config, req, await getAccount(ctx, id))
}

async function holdLink(
  world: World,
  { id }: Member,
  purpose: 'verify_email' | 'reset_password',
  email: string,
): Promise<Stands> {
  const token = new URL(await makeLink(world.ctx, purpose, id, email)).searchParams.get('token') ?? ''
  const use = () =>
    purpose === 'verify_email'
      ? world.api().post('/api/v1/email-confirmations').send({ token })
      : world.api().post('/api/v1/password-resets/current').send({ token, new_password: 'the password of a thief' })
  return async () => {
    const found = await findLink(world.ctx, purpose, token)
    const account = await getAccount(world.ctx, id)
    const fits = purpose === 'verify_email' || email === '' || email === account.email
    return (found !== undefined && fits) || (await use()).status !== 422
  }
}

/** Mails that were requested and are sent later. */
async function queueLinks(world: World, { id }: Member, addresses: string[]): Promise<Stands> {
  // In order: a job that was run for the first credential is not run again for the second.
  const countLetters = async () => {
    let count = 0
    for (const address of addresses)
      count += (await lettersTo(world, address)).filter(({ text }) => text.includes('token=')).length
    return count
  }
  const before = await countLetters()
  const account = await getAccount(world.ctx, id)
  await requestReset(world.ctx, [account])
  await requestConfirmations(world.ctx, [account])
  return async () => (await countLetters()) > before
}
