import type { z } from 'zod'
import type { Context } from '#context'
import { type DomainError, forbidden } from '#errors'
import { changeProfile } from '#people/accounts/accounts.ts'
import { checkPassword, prepareNewPassword, replaceWithPrepared } from '#people/sessions/credentials.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { translating } from './errors.ts'
import type { classicProfileChange } from './fields.ts'

type Change = z.output<typeof classicProfileChange>

/**
 * A new password ends every session but the one used: the contract's response has no field for a new token, and its
 * programs continue with the one they have.
 *
 * @returns a sentence saying what was done
 * @throws forbidden if `old_password` is wrong
 */
export function changeProfileAndPassword(ctx: Context, actor: SessionActor, change: Change): Promise<string> {
  const saved = change.new_password === '' ? keepPassword(ctx, actor, change) : changeBoth(ctx, actor, change)
  return translating(saved, 'invalid', wrongIsForbidden)
}

async function keepPassword(
  ctx: Context,
  actor: SessionActor,
  { old_password, profile_icon }: Change,
): Promise<string> {
  await checkPassword(ctx, actor, old_password)
  await changeProfile(ctx, actor, { profile_icon })
  return 'Your profile is saved.'
}

async function changeBoth(
  ctx: Context,
  actor: SessionActor,
  { old_password, new_password, profile_icon }: Change,
): Promise<string> {
  const prepared = await prepareNewPassword(ctx, actor, { current_password: old_password, new_password })
  await withTransaction(ctx, async (ctx) => {
    await replaceWithPrepared(ctx, prepared, actor.session_id)
    await changeProfile(ctx, actor, { profile_icon })
  })
  return 'Your profile is saved. Other logins have ended.'
}

const wrongIsForbidden = (error: DomainError) =>
  error.fields.some(({ field }) => field === 'current_password') ? forbidden('wrong_password', error.message) : error
