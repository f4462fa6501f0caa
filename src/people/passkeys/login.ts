import type { Context } from '#context'
import { invalidField } from '#errors'
import { minute } from '#lib/durations.ts'
import { lockUnrevoked } from '#people/accounts/account-lock.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { finishLogin } from '#people/second-factor/second-step.ts'
import { loggedIn, reauthenticated } from '#people/sessions/activity.ts'
import { recordFailedLogin } from '#people/sessions/failed-logins.ts'
import { subjectHere } from '#people/sessions/known-addresses.ts'
import { refuseUnfit } from '#people/sessions/login.ts'
import { keepProof, type StartedSession, startSession } from '#people/sessions/sessions.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { consume, consumeByAddress, resetByAddress } from '#platform/limits/rate-limit.ts'
import { type ChallengePurpose, newChallenge, useChallenge } from './challenges.ts'
import { countUse, findPasskey, listPasskeys, type Passkey } from './queries.ts'
import { descriptorOf } from './registration.ts'
import { expectationsOf, rpIdOf } from './relying-party.ts'
import { type Assertion, noAnswer } from './schemas.ts'
import { webAuthn } from './web-authn.ts'

/** Signatures cannot be guessed; this limits the tables' size. The account is known except in a login by passkey alone. */
const ofAddress: Limit = { name: 'passkey-address', most: 40, window: 10 * minute }
const ofAccountHere: Limit = { ...ofAddress, name: 'passkey-account' }

/** One for the options, one for the response. */
const requestsOfLogin = 2

const ask = { timeout: 300_000, userVerification: 'required' } as const

/** The options for the browser for a login: any passkey that it has for this desk. */
export async function askForPasskey(ctx: Context) {
  await consumeByAddress(ctx, ofAddress)
  const challenge = await newChallenge(ctx, 'login', null)
  const { generateAuthenticationOptions } = await webAuthn()
  return generateAuthenticationOptions({ ...ask, rpID: rpIdOf(ctx.config), challenge })
}

/** The options for somebody who has given the password. */
export const askForSecondStep = (ctx: Context, pending: SessionActor) => askForOwn(ctx, pending, 'second_step')

/** The options for somebody who is logged in. */
export const askForReauthentication = (ctx: Context, actor: SessionActor) => askForOwn(ctx, actor, 'reauthentication')

async function askForOwn(ctx: Context, actor: SessionActor, purpose: ChallengePurpose) {
  await consume(ctx, ofAccountHere, subjectHere(ctx, actor))
  const allowCredentials = (await listPasskeys(ctx, actor.id)).map(descriptorOf)
  const challenge = await newChallenge(ctx, purpose, actor.id)
  const { generateAuthenticationOptions } = await webAuthn()
  return generateAuthenticationOptions({ ...ask, rpID: rpIdOf(ctx.config), challenge, allowCredentials })
}

/** A form's response is empty where the browser was not asked, or gave none. */
function given(response: Assertion | ''): Assertion {
  if (response === '') throw invalidField('response', noAnswer)
  return response
}

/** A passkey combines possession with biometrics or a PIN: it counts for both steps of a login. */
export async function logInByPasskey(
  ctx: Context,
  response: Assertion | '',
  persistent = false,
): Promise<StartedSession> {
  await consumeByAddress(ctx, ofAddress)
  const answer = given(response)
  const used = await check(ctx, answer, 'login', null)
  if (!used) return refuse(ctx, answer)
  const account = await getAccount(ctx, used.passkey.account_id)
  await refuseUnfit(ctx, account, account.username)
  const session = await withTransaction(ctx, async (ctx) => {
    await lockUnrevoked(ctx, account)
    if (!(await countUse(ctx, used.passkey, used.counter))) return null
    await record(ctx, loggedIn, { actor_id: account.id, proven: { by: 'passkey' } })
    return startSession(ctx, account, { persistent })
  })
  if (!session) return refuse(ctx, answer)
  await resetByAddress(ctx, ofAddress, requestsOfLogin)
  return session
}

/** @param pending the session returned by `authenticatePending` */
export async function finishByPasskey(
  ctx: Context,
  pending: SessionActor,
  response: Assertion | '',
): Promise<StartedSession> {
  await consume(ctx, ofAccountHere, subjectHere(ctx, pending))
  const answer = given(response)
  const used = await check(ctx, answer, 'second_step', pending.id)
  if (!used || used.passkey.account_id !== pending.id) return refuse(ctx, answer, pending)
  const prove = async (ctx: Context) => ((await countUse(ctx, used.passkey, used.counter)) ? 'passkey' : null)
  const session = await finishLogin(ctx, pending, prove)
  return session ?? refuse(ctx, answer, pending)
}

/** Proves the session's owner again, with both steps at once. */
export async function reauthenticateByPasskey(
  ctx: Context,
  actor: SessionActor,
  response: Assertion | '',
): Promise<void> {
  await consume(ctx, ofAccountHere, subjectHere(ctx, actor))
  const answer = given(response)
  const used = await check(ctx, answer, 'reauthentication', actor.id)
  if (!used || used.passkey.account_id !== actor.id) return refuse(ctx, answer, actor)
  const account = await getAccount(ctx, actor.id)
  const done = await withTransaction(ctx, async (ctx) => {
    await lockUnrevoked(ctx, account)
    if (!(await countUse(ctx, used.passkey, used.counter))) return false
    await keepProof(ctx, actor)
    await record(ctx, reauthenticated, { actor_id: actor.id, proven: { by: 'passkey' } })
    return true
  })
  if (!done) await refuse(ctx, answer, actor)
}

async function check(ctx: Context, answer: Assertion, purpose: ChallengePurpose, account_id: number | null) {
  const { clientDataJSON, userHandle } = answer.response
  const challenge = await useChallenge(ctx, purpose, account_id, clientDataJSON)
  const passkey = await findPasskey(ctx, answer.id)
  if (challenge === null || !passkey) return null
  const owner = Buffer.from(String(passkey.account_id)).toString('base64url')
  if (userHandle && userHandle !== owner) return null
  const counter = await newCounter(ctx, answer, passkey, challenge)
  return counter === null ? null : { passkey, counter }
}

/** @returns null if the signature is not this passkey's, or its counter shows that it was cloned */
async function newCounter({ config }: Context, answer: Assertion, passkey: Passkey, expectedChallenge: string) {
  const { userHandle, ...response } = answer.response
  const { id, counter, public_key } = passkey
  const publicKey = new Uint8Array(Buffer.from(public_key, 'base64url'))
  try {
    const { verifyAuthenticationResponse } = await webAuthn()
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...answer, response: { ...response, ...(userHandle && { userHandle }) } },
      expectedChallenge,
      ...expectationsOf(config),
      credential: { id, publicKey, counter },
    })
    return verified ? authenticationInfo.newCounter : null
  } catch {
    return null
  }
}

async function refuse(ctx: Context, answer: Assertion, pending?: SessionActor): Promise<never> {
  const id = pending?.id ?? (await findPasskey(ctx, answer.id))?.account_id ?? null
  const name = id === null ? 'unknown passkey' : (await getAccount(ctx, id)).username
  await recordFailedLogin(ctx, name, id, 'passkey')
  throw invalidField('response', 'This passkey is not known here, or its answer came too late. Try again.')
}
