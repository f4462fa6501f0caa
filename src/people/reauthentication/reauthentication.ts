import type { z } from 'zod'
import type { Context } from '#context'
import { DomainError, invalidField } from '#errors'
import { lockUnrevoked } from '#people/accounts/account-lock.ts'
import { withProof } from '#people/second-factor/proof.ts'
import { reauthenticated } from '#people/sessions/activity.ts'
import { checkPassword } from '#people/sessions/credentials.ts'
import { recordFailedLogin } from '#people/sessions/failed-logins.ts'
import { hasSecondStep } from '#people/sessions/second-factor-queries.ts'
import { keepProof } from '#people/sessions/sessions.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import type { reauthentication } from './schemas.ts'

/**
 * Proves the session's owner again, by password and, if it is on, the second step: for a while credentials can then be
 * changed.
 *
 * @throws invalid for a wrong password or code, too_many after too many tries
 */
export async function reauthenticate(
  ctx: Context,
  actor: SessionActor,
  { current_password, code }: z.output<typeof reauthentication>,
): Promise<void> {
  const secondStep = await hasSecondStep(ctx, actor.id)
  if (secondStep && code === undefined)
    throw invalidField('code', 'Two-factor login is on: enter a code of your app too, or a recovery code.')
  let account: Account
  try {
    if (secondStep && code !== undefined)
      return await withProof(ctx, actor, { current_password, code }, async (ctx, second_step) => {
        await record(ctx, reauthenticated, { actor_id: actor.id, proven: { second_step } })
      })
    account = await checkPassword(ctx, actor, current_password)
  } catch (error) {
    if (isAbout(error, 'current_password')) await recordFailedLogin(ctx, actor.username, actor.id, 'wrong')
    throw error
  }
  await withTransaction(ctx, async (ctx) => {
    await lockUnrevoked(ctx, account)
    await keepProof(ctx, actor)
    await record(ctx, reauthenticated, { actor_id: actor.id, proven: { by: 'password' } })
  })
}

const isAbout = (error: unknown, name: string) =>
  error instanceof DomainError && error.fields.some(({ field }) => field === name)
