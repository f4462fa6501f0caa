import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Context } from '../context.ts'
import { whenCommitted, withTransaction } from '../db/transaction.ts'
import { invalidField } from '../errors.ts'
import { isStaff } from './account-type.ts'
import { passwordMatches } from './passwords.ts'
import { type Account, deleteSession, findAccountByName, findSession, insertSession } from './queries.ts'
import type { login } from './schemas.ts'
import { sessionIdOf, signToken } from './tokens.ts'

export interface StartedSession {
  account: Account
  token: string
  expires_at: number
}

/** @throws invalid, with the same words whether the name or the password is wrong */
export async function logIn(ctx: Context, input: z.output<typeof login>): Promise<StartedSession> {
  const account = await findAccountByName(ctx, input.login)
  const right = await passwordMatches(ctx.config, account?.password_hash, input.password)
  if (!account || !right) {
    await recordAudit(ctx, {
      actor_id: null,
      action: 'login_failed',
      entity: 'account',
      entity_id: account?.id ?? null,
    })
    throw invalidField('login', 'The username or email and the password do not belong together.')
  }
  return withTransaction(ctx, async (ctx) => {
    await recordAudit(ctx, { actor_id: account.id, action: 'logged_in', entity: 'session', entity_id: null })
    return startSession(ctx, account)
  })
}

export async function startSession(ctx: Context, account: Account): Promise<StartedSession> {
  const id = randomBytes(18).toString('base64url')
  const created_at = ctx.clock.now()
  const expires_at = created_at + ctx.config.session.milliseconds
  await insertSession(ctx, { id, account_id: account.id, created_at, expires_at })
  const subject = { user_id: account.id, account_type: account.account_type, session_id: id, expires_at }
  return { account, token: signToken(ctx.config, subject), expires_at }
}

export async function logOut(ctx: Context, actor: Actor): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    await deleteSession(ctx, actor.session_id)
    await recordAudit(ctx, { actor_id: actor.id, action: 'logged_out', entity: 'session', entity_id: null })
    whenCommitted(ctx, () => ctx.live.send({ ended_session_of: actor.id }))
  })
}

/** Who holds this token now: null when the token, its session or its account is no longer good. */
export async function authenticate(ctx: Context, token: string): Promise<Actor | null> {
  const now = ctx.clock.now()
  const id = sessionIdOf(ctx.config, token, now)
  const found = id ? await findSession(ctx, id, now) : undefined
  return found ? { ...found, is_staff: isStaff(found.account_type) } : null
}

/** Whether the session still stands and its account still is what it was. */
export async function authenticateAgain(ctx: Context, actor: Actor): Promise<boolean> {
  const found = await findSession(ctx, actor.session_id, ctx.clock.now())
  return found?.account_type === actor.account_type
}
