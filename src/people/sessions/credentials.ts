import type { z } from 'zod'
import type { Context } from '#context'
import { invalidField } from '#errors'
import { lockUnrevoked } from '#people/accounts/account-lock.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { limits } from '#people/accounts/limits.ts'
import { notifyOfNewPassword } from '#people/accounts/notices.ts'
import { hashPassword, passwordMatches } from '#people/accounts/passwords.ts'
import { revokeCredentials } from '#people/accounts/revocation.ts'
import { lockAccount } from '#people/accounts/revocation-queries.ts'
import type { passwordChange } from '#people/accounts/schemas.ts'
import { refuseWeakPassword } from '#people/accounts/weak-passwords.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { type Account, replacePassword } from '#platform/identity/account-queries.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { consume, reset } from '#platform/limits/rate-limit.ts'
import { passwordChanged } from './activity.ts'
import { rememberAddress } from './known-addresses.ts'
import { hasSecondStep } from './second-factor-queries.ts'
import { setAuthenticated } from './session-queries.ts'
import { requireRecentProof, type StartedSession, startSession } from './sessions.ts'

const wrongPassword = () => invalidField('current_password', 'This is not your current password.')

/**
 * For changes of credentials whose form asks for the password itself. The second step, if it is on, must be recent;
 * otherwise the password is the whole proof and counts for later changes too.
 *
 * @throws invalid for a wrong password, forbidden (reauthentication_required)
 */
export async function confirmPassword(ctx: Context, actor: SessionActor, password: string): Promise<Account> {
  const secondStep = await hasSecondStep(ctx, actor.id)
  if (secondStep) await requireRecentProof(ctx, actor)
  const account = await checkPassword(ctx, actor, password)
  if (!secondStep) await setAuthenticated(ctx, actor.session_id)
  return account
}

/**
 * Limits guesses by somebody with a stolen session, over all forms together.
 *
 * @throws invalid for a wrong password, too_many after too many tries
 */
export async function checkPassword(ctx: Context, actor: SessionActor, password: string): Promise<Account> {
  await consume(ctx, limits.passwordOfAccount, actor.id)
  const account = await getAccount(ctx, actor.id)
  if (!(await passwordMatches(ctx.config, account.password_hash, password))) throw wrongPassword()
  await reset(ctx, limits.passwordOfAccount, actor.id)
  return account
}

/** Ends every session of the account, including this one, and starts a new one. */
export async function changePassword(
  ctx: Context,
  actor: SessionActor,
  input: z.output<typeof passwordChange>,
): Promise<StartedSession> {
  const prepared = await prepareNewPassword(ctx, actor, input)
  return withTransaction(ctx, async (ctx) => {
    await replaceWithPrepared(ctx, prepared)
    // The password alone does not renew the proof of a second step.
    const authenticated_at = (await hasSecondStep(ctx, actor.id)) ? actor.authenticated_at : ctx.clock.now()
    const { session_persistent: persistent } = actor
    return startSession(ctx, await getAccount(ctx, actor.id), { persistent, authenticated_at })
  })
}

interface PreparedPassword {
  account: Account
  password_hash: string
}

/** The slow part of changing a password, checking the old one and hashing the new: never inside a transaction. */
export async function prepareNewPassword(
  ctx: Context,
  actor: SessionActor,
  input: z.output<typeof passwordChange>,
): Promise<PreparedPassword> {
  await refuseWeakPassword(ctx, input.new_password, await getAccount(ctx, actor.id), 'new_password')
  const account = await confirmPassword(ctx, actor, input.current_password)
  return { account, password_hash: await hashPassword(ctx.config, input.new_password) }
}

/**
 * The fast part: ends every session of the account and revokes other access begun in them.
 *
 * @param exceptSession a session that stays
 */
export async function replaceWithPrepared(
  ctx: Context,
  { account, password_hash }: PreparedPassword,
  exceptSession?: string,
): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    await lockAccount(ctx, account.id)
    if (!(await replacePassword(ctx, account, password_hash))) throw wrongPassword()
    await lockUnrevoked(ctx, account)
    await revokeCredentials(ctx, account.id, 'password_changed', exceptSession)
    if (exceptSession) await rememberAddress(ctx, await getAccount(ctx, account.id))
    await record(ctx, passwordChanged, { actor_id: account.id })
    if (account.email_verified_at !== null)
      await notifyOfNewPassword(
        ctx,
        account,
        'The password of your account was changed by somebody who knew the old one.',
      )
  })
}
