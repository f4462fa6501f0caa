import type { z } from 'zod'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Context } from '../context.ts'
import { isUniqueViolation } from '../db/dialect.ts'
import { whenCommitted, withTransaction } from '../db/transaction.ts'
import { invalidField } from '../errors.ts'
import { getAccount } from './accounts.ts'
import { hashPassword, passwordMatches } from './passwords.ts'
import { type Account, deleteSessionsOf, keyOf, replacePassword, updateAccount } from './queries.ts'
import type { emailChange, passwordChange } from './schemas.ts'
import { type StartedSession, startSession } from './sessions.ts'

const wrongPassword = () => invalidField('current_password', 'This is not your current password.')

/** @throws invalid when it is not the actor's current password */
export async function confirmPassword(ctx: Context, actor: Actor, password: string): Promise<Account> {
  const account = await getAccount(ctx, actor.id)
  if (!(await passwordMatches(ctx.config, account.password_hash, password))) throw wrongPassword()
  return account
}

export async function changeEmail(ctx: Context, actor: Actor, input: z.output<typeof emailChange>): Promise<Account> {
  await confirmPassword(ctx, actor, input.current_password)
  try {
    return await withTransaction(ctx, async (ctx) => {
      await updateAccount(ctx, actor.id, { email: input.email, email_key: keyOf(input.email) })
      await recordAudit(ctx, { actor_id: actor.id, action: 'email_changed', entity: 'account', entity_id: actor.id })
      return getAccount(ctx, actor.id)
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw invalidField('email', 'There is another account with this email.')
    throw error
  }
}

/** Ends every session of the account, this one too, and starts a new one. */
export async function changePassword(
  ctx: Context,
  actor: Actor,
  input: z.output<typeof passwordChange>,
): Promise<StartedSession> {
  const prepared = await prepareNewPassword(ctx, actor, input)
  return withTransaction(ctx, async (ctx) => {
    await replaceWithPrepared(ctx, prepared)
    return startSession(ctx, prepared.account)
  })
}

interface PreparedPassword {
  account: Account
  password_hash: string
}

/** The slow part of changing a password, checking the current one and hashing the new: never inside a transaction. */
export async function prepareNewPassword(
  ctx: Context,
  actor: Actor,
  input: z.output<typeof passwordChange>,
): Promise<PreparedPassword> {
  const account = await confirmPassword(ctx, actor, input.current_password)
  return { account, password_hash: await hashPassword(ctx.config, input.new_password) }
}

/** The quick part: ends every session of the account and starts none. */
export async function replaceWithPrepared(ctx: Context, { account, password_hash }: PreparedPassword): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    if (!(await replacePassword(ctx, account, password_hash))) throw wrongPassword()
    await deleteSessionsOf(ctx, account.id)
    await recordAudit(ctx, {
      actor_id: account.id,
      action: 'password_changed',
      entity: 'account',
      entity_id: account.id,
    })
    whenCommitted(ctx, () => ctx.live.send({ ended_session_of: account.id }))
  })
}
