import type { Context } from '#context'
import { unauthenticated } from '#errors'
import { lockUnrevoked } from '#people/accounts/account-lock.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { limits } from '#people/accounts/limits.ts'
import { loggedIn } from '#people/sessions/activity.ts'
import { findKnownHere, subjectHere } from '#people/sessions/known-addresses.ts'
import { refuseUnfit } from '#people/sessions/login.ts'
import { deleteSession, finishSecondStep } from '#people/sessions/session-queries.ts'
import { type StartedSession, startSession } from '#people/sessions/sessions.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { consume, reset } from '#platform/limits/rate-limit.ts'
import { type CodeKind, refuseCode, useCode } from './codes.ts'

/** A separate limit for browsers in which the owner has logged in before, so that others' guesses do not lock them out. */
const ofBrowser: Limit = { ...limits.secondStepOfAccount, name: 'second-step-browser' }

/**
 * The second step of a login: a code of the authenticator app, or a recovery code.
 *
 * @param pending the session returned by `authenticatePending`
 */
export async function logInByCode(
  ctx: Context,
  pending: SessionActor,
  code: string,
  knownBrowser = false,
): Promise<StartedSession> {
  const limit = knownBrowser ? ofBrowser : limits.secondStepOfAccount
  const here = knownBrowser ? undefined : await findKnownHere(ctx, [pending])
  const subject = here ? subjectHere(ctx, here) : pending.id
  await consume(ctx, limit, subject)
  const session = await finishLogin(ctx, pending, (ctx) => useCode(ctx, pending.id, code))
  if (!session) return refuseCode(ctx, pending)
  await reset(ctx, limit, subject)
  return session
}

/**
 * Ends the session that waits for its second step and starts a full one, in the transaction that uses the proof up.
 *
 * @param prove returns what was proved; null changes nothing
 * @throws unauthenticated if the second step was done before
 */
export async function finishLogin(
  ctx: Context,
  pending: SessionActor,
  prove: (ctx: Context) => Promise<CodeKind | 'passkey' | null>,
): Promise<StartedSession | null> {
  const account = await getAccount(ctx, pending.id)
  await refuseUnfit(ctx, account, pending.username)
  return withTransaction(ctx, async (ctx) => {
    await lockUnrevoked(ctx, account)
    const second_step = await prove(ctx)
    if (!second_step) return null
    if (!(await finishSecondStep(ctx, pending.session_id))) throw unauthenticated('This login is over. Log in again.')
    await deleteSession(ctx, pending.session_id)
    await record(ctx, loggedIn, { actor_id: pending.id, proven: { second_step } })
    return startSession(ctx, account, { persistent: pending.session_persistent })
  })
}
