import { randomBytes } from 'node:crypto'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Context } from '../context.ts'
import { whenCommitted, withTransaction } from '../db/transaction.ts'
import { isStaff } from './account-type.ts'
import type { Account } from './queries.ts'
import {
  deleteSession,
  deleteSessionsOf,
  findSession,
  insertSession,
  type SessionRow,
  touchSession,
} from './session-queries.ts'
import { sessionIdOf, signToken } from './tokens.ts'

const seenEvery = 5 * 60_000
/** How long one may take for the second step of a login. */
const halfWay = 15 * 60_000

export interface StartedSession {
  account: Account
  token: string
  expires_at: number
  /** Whether the token is good for nothing but the second step of the login. */
  awaits_second_step: boolean
}

export async function startSession(
  ctx: Context,
  account: Account,
  awaits_second_step = false,
): Promise<StartedSession> {
  const id = randomBytes(18).toString('base64url')
  const now = ctx.clock.now()
  const expires_at = now + (awaits_second_step ? halfWay : ctx.settings.current.session_hours * 3_600_000)
  if (ctx.settings.current.single_session && !awaits_second_step) await endSessionsOf(ctx, account.id)
  await insertSession(ctx, {
    id,
    account_id: account.id,
    created_at: now,
    expires_at,
    last_seen_at: now,
    address: ctx.client?.address ?? null,
    user_agent: ctx.client?.user_agent ?? null,
    awaits_second_step: awaits_second_step ? 1 : 0,
  })
  const subject = { user_id: account.id, account_type: account.account_type, session_id: id, expires_at }
  return { account, token: signToken(ctx.config, subject), expires_at, awaits_second_step }
}

export async function logOut(ctx: Context, actor: Actor): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    await deleteSession(ctx, actor.session_id)
    await recordAudit(ctx, { actor_id: actor.id, action: 'logged_out', entity: 'session', entity_id: null })
    whenCommitted(ctx, () => ctx.live.send({ ended_session_of: actor.id }))
  })
}

/** Ends every session of an account; but for one, if it is named. */
export async function endSessionsOf(ctx: Context, accountId: number, exceptId?: string): Promise<void> {
  await deleteSessionsOf(ctx, accountId, exceptId)
  whenCommitted(ctx, () => ctx.live.send({ ended_session_of: accountId }))
}

/** Who holds this token now: null when the token, its session or its account is no longer good. */
export async function authenticate(ctx: Context, token: string): Promise<Actor | null> {
  const found = await sessionOf(ctx, token)
  if (!found || found.awaits_second_step) return null
  if (ctx.clock.now() - found.last_seen_at > seenEvery) await touchSession(ctx, found.session_id)
  return actorOf(found)
}

/** Who is half-way through a two-factor login with this token. */
export async function halfAuthenticate(ctx: Context, token: string): Promise<Actor | null> {
  const found = await sessionOf(ctx, token)
  return found?.awaits_second_step ? actorOf(found) : null
}

async function sessionOf(ctx: Context, token: string): Promise<SessionRow | undefined> {
  const now = ctx.clock.now()
  const id = sessionIdOf(ctx.config, token, now)
  const found = id ? await findSession(ctx, id, now) : undefined
  return found && found.suspended_at === null && found.erased_at === null && isBound(ctx, found) ? found : undefined
}

/** With SESSION_BINDING a session is good only in the browser and at the address that started it. */
function isBound(ctx: Context, session: SessionRow): boolean {
  if (!ctx.settings.current.session_binding || !ctx.client) return true
  return session.address === ctx.client.address && session.user_agent === ctx.client.user_agent
}

const actorOf = (found: SessionRow): Actor => ({
  id: found.id,
  username: found.username,
  display_name: found.display_name,
  profile_icon: found.profile_icon,
  account_type: found.account_type,
  is_staff: isStaff(found.account_type),
  email_verified: found.email_verified_at !== null,
  created_at: found.created_at,
  session_id: found.session_id,
  session_expires_at: found.session_expires_at,
})

/** Whether the session still stands and its account still is what it was. */
export async function authenticateAgain(ctx: Context, actor: Actor): Promise<boolean> {
  const found = await findSession(ctx, actor.session_id, ctx.clock.now())
  return found?.account_type === actor.account_type && found.suspended_at === null
}
