import type { Context } from '#context'
import { conflict, invalidField } from '#errors'
import { latestPlausible } from '#lib/clock-skew.ts'
import { minute } from '#lib/durations.ts'
import { lockUnrevoked } from '#people/accounts/account-lock.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { notifyOfChange } from '#people/accounts/notices.ts'
import { confirmPassword } from '#people/sessions/credentials.ts'
import { findAuthenticator } from '#people/sessions/second-factor-queries.ts'
import { forgetProofsOfOthers } from '#people/sessions/session-queries.ts'
import { requireRecentProof } from '#people/sessions/sessions.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { isRecentlyAuthenticated } from '#platform/http/recent-authentication.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { twoFactorTurnedOn } from './activity.ts'
import { confirmAuthenticator, countRecoveryCodes, putUnconfirmed } from './queries.ts'
import { makeRecoveryCodes } from './recovery-codes.ts'
import { openSecret, sealSecret } from './secrets.ts'
import { keyUri, newSecret, plainCode, startOfStep, stepAt, stepOf } from './totp.ts'

/** Maximum time from the QR code to the first code. */
const lasts = 30 * minute

export interface Enrolment {
  /** The key for authenticator apps, in base 32. */
  secret: string
  uri: string
}

export type TwoFactorState =
  | { state: 'off'; enrolment: null; recovery_codes_left: 0 }
  | { state: 'begun'; enrolment: Enrolment; recovery_codes_left: 0 }
  | { state: 'on'; enrolment: null; recovery_codes_left: number }

const nothing = { enrolment: null, recovery_codes_left: 0 } as const

export async function twoFactorState(ctx: Context, actor: SessionActor): Promise<TwoFactorState> {
  const authenticator = await findAuthenticator(ctx, actor.id)
  if (authenticator?.confirmed_at != null)
    return { state: 'on', enrolment: null, recovery_codes_left: await countRecoveryCodes(ctx, actor.id) }
  // Every later login would show the pending key, so it is shown only to somebody who has just proved their identity.
  if (!authenticator || isOver(ctx, authenticator.last_step) || !isRecentlyAuthenticated(ctx, actor))
    return { state: 'off', ...nothing }
  const secret = openSecret(ctx.config, authenticator.secret)
  if (secret === null) return { state: 'off', ...nothing }
  return { state: 'begun', ...nothing, enrolment: describe(ctx, actor, secret) }
}

/** Until confirmation `last_step` is the time at which it was begun: any later code is accepted. */
function isOver(ctx: Context, last_step: number): boolean {
  const [now, begun] = [ctx.clock.now(), startOfStep(last_step + 2)]
  return now > begun + lasts || begun > latestPlausible(now)
}

const describe = (ctx: Context, actor: SessionActor, secret: string): Enrolment => ({
  secret,
  uri: keyUri(ctx.settings.current.site_name, actor.username, secret),
})

/** Makes the key for an authenticator app; it is in force once one of its codes was entered. */
export async function beginEnrolment(ctx: Context, actor: SessionActor, current_password: string): Promise<Enrolment> {
  const account = await confirmPassword(ctx, actor, current_password)
  const secret = newSecret()
  const step = stepAt(ctx.clock.now()) - 2
  await withTransaction(ctx, async (ctx) => {
    await lockUnrevoked(ctx, account)
    if (!(await putUnconfirmed(ctx, actor.id, sealSecret(ctx.config, secret), step))) throw alreadyOn()
  })
  return describe(ctx, actor, secret)
}

const alreadyOn = () => conflict('two_factor_on', 'Two-factor login is on already. Turn it off first.')

/** Turns two-factor login on. @returns the recovery codes, which are shown only once */
export async function confirmEnrolment(ctx: Context, actor: SessionActor, code: string): Promise<string[]> {
  const account = await getAccount(ctx, actor.id)
  const pending = await findAuthenticator(ctx, actor.id)
  if (pending?.confirmed_at != null) throw alreadyOn()
  const secret = pending && openSecret(ctx.config, pending.secret)
  if (!pending || !secret || isOver(ctx, pending.last_step))
    throw conflict('not_begun', 'This took too long. Start again with a new key.')
  await requireRecentProof(ctx, actor)
  const step = stepOf(secret, plainCode(code), ctx.clock.now())
  if (step === null)
    throw invalidField('code', 'This is not the code. Check that the clock of your phone is right, and try again.')
  return withTransaction(ctx, async (ctx) => {
    await lockUnrevoked(ctx, account)
    if (!(await confirmAuthenticator(ctx, pending, step))) throw alreadyOn()
    await forgetProofsOfOthers(ctx, actor.id, actor.session_id)
    await record(ctx, twoFactorTurnedOn, { actor_id: actor.id })
    await notifyOfChange(ctx, actor, 'Two-factor login was turned on for your account.')
    return makeRecoveryCodes(ctx, actor.id)
  })
}
