import type { Context } from '#context'
import { conflict } from '#errors'
import { lockUnrevoked } from '#people/accounts/account-lock.ts'
import { limits } from '#people/accounts/limits.ts'
import { notifyOfChange } from '#people/accounts/notices.ts'
import { checkPassword } from '#people/sessions/credentials.ts'
import { hasSecondStep } from '#people/sessions/second-factor-queries.ts'
import { keepProof } from '#people/sessions/sessions.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { consume, reset } from '#platform/limits/rate-limit.ts'
import { recoveryCodesRenewed, twoFactorTurnedOff } from './activity.ts'
import { type CodeKind, refuseCode, useCode } from './codes.ts'
import { deleteSecondStep } from './queries.ts'
import { makeRecoveryCodes } from './recovery-codes.ts'

export interface Proof {
  current_password: string
  code: string
}

/** @returns ten new recovery codes; earlier ones are then invalid */
export const renewRecoveryCodes = (ctx: Context, actor: SessionActor, proof: Proof): Promise<string[]> =>
  withProof(ctx, actor, proof, async (ctx) => {
    await record(ctx, recoveryCodesRenewed, { actor_id: actor.id })
    await notifyOfChange(ctx, actor, 'New recovery codes were made for your account; the old ones no longer work.')
    return makeRecoveryCodes(ctx, actor.id)
  })

export const turnOffTwoFactor = (ctx: Context, actor: SessionActor, proof: Proof): Promise<void> =>
  withProof(ctx, actor, proof, async (ctx) => {
    await deleteSecondStep(ctx, actor.id)
    await record(ctx, twoFactorTurnedOff, { actor_id: actor.id })
    await notifyOfChange(ctx, actor, 'Two-factor login was turned off for your account.')
  })

/**
 * Runs `work` in the transaction that uses the code up. Both proofs together also count for later changes in the
 * session.
 *
 * @throws invalid for a wrong password or code
 */
export async function withProof<T>(
  ctx: Context,
  actor: SessionActor,
  { current_password, code }: Proof,
  work: (ctx: Context, by: CodeKind) => Promise<T>,
): Promise<T> {
  await requireSecondStep(ctx, actor)
  const account = await checkPassword(ctx, actor, current_password)
  await consume(ctx, limits.secondStepOfAccount, actor.id)
  const done = await withTransaction(ctx, async (ctx) => {
    await lockUnrevoked(ctx, account)
    // Another request may have turned it off meanwhile: the code is then not a wrong one.
    await requireSecondStep(ctx, actor)
    const by = await useCode(ctx, actor.id, code)
    if (!by) return null
    await keepProof(ctx, actor)
    return { result: await work(ctx, by) }
  })
  if (!done) return refuseCode(ctx, actor)
  await reset(ctx, limits.secondStepOfAccount, actor.id)
  return done.result
}

async function requireSecondStep(ctx: Context, actor: SessionActor): Promise<void> {
  if (!(await hasSecondStep(ctx, actor.id))) throw conflict('two_factor_off', 'Two-factor login is off already.')
}
