import { randomBytes } from 'node:crypto'
import type { Context } from '#context'
import { unauthenticated } from '#errors'
import { minute } from '#lib/durations.ts'
import { isUsable, lockUnrevoked } from '#people/accounts/account-lock.ts'
import { limits } from '#people/accounts/limits.ts'
import { lockAccount } from '#people/accounts/revocation-queries.ts'
import { record } from '#platform/activity/record.ts'
import { writeIfPossible } from '#platform/db/optional-write.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { requireRecentAuthentication } from '#platform/http/recent-authentication.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import { actingAccount } from '#platform/identity/acting-account.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { publish, sessionsTopic } from '#platform/live/publish.ts'
import { loggedOut, sessionReplaced } from './activity.ts'
import { rememberAddress } from './known-addresses.ts'
import { endUnbound, isBound } from './session-binding.ts'
import { endOfPersistent, lifetimeOf } from './session-lifetime.ts'
import {
  deleteOldestSessions,
  deleteSession,
  deleteSessionsOf,
  findSession,
  insertSession,
  type SessionRow,
  setAuthenticated,
  touchSession,
} from './session-queries.ts'
import { sessionIdOf, signToken } from './tokens.ts'

const seenEvery = 5 * minute

/**
 * With more sessions than this, an account's least recently used ones end. Pending logins are counted separately:
 * somebody with only the password logs nobody out.
 */
const mostSessions = 100

export interface StartedSession {
  account: Account
  token: string
  expires_at: number
  /** Whether the token is only valid for the second step of the login. */
  second_factor_required: boolean
}

interface SessionOptions {
  /** Whether it is only valid for the second step of the login. */
  second_factor_required?: boolean
  /** Whether it lasts longer than SESSION_HOURS. */
  persistent?: boolean
  /** When the owner proved their identity; by default now, unless it replaces another session. */
  authenticated_at?: number
}

/**
 * @param account as it was read when the login was proven
 * @throws conflict if its credentials were revoked since
 */
export async function startSession(
  ctx: Context,
  account: Account,
  { second_factor_required = false, persistent = false, authenticated_at = ctx.clock.now() }: SessionOptions = {},
): Promise<StartedSession> {
  await consume(ctx, limits.sessionsOfAccount, account.id)
  const id = randomBytes(18).toString('base64url')
  const now = ctx.clock.now()
  const { expires_at, ends_unused_at } = lifetimeOf(ctx, { second_factor_required, persistent })
  await withTransaction(ctx, async (ctx) => {
    await lockUnrevoked(ctx, account)
    if (ctx.settings.current.single_session && !second_factor_required) await endSessionsOf(ctx, account.id)
    await insertSession(ctx, {
      id,
      account_id: account.id,
      created_at: now,
      expires_at: ends_unused_at,
      last_seen_at: now,
      address: ctx.client?.address ?? null,
      user_agent: ctx.client?.user_agent ?? null,
      second_factor_required: second_factor_required ? 1 : 0,
      persistent: persistent ? 1 : 0,
      authenticated_at,
    })
    if (!second_factor_required) await rememberAddress(ctx, account)
    if (await deleteOldestSessions(ctx, account.id, second_factor_required, mostSessions))
      publish(ctx, sessionsTopic(account.id))
  })
  const subject = { user_id: account.id, account_type: account.account_type, session_id: id, expires_at }
  return { account, token: signToken(ctx.config, subject), expires_at, second_factor_required }
}

/** Records that the session's user has just proved their identity. @throws unauthenticated if it has ended meanwhile */
export async function keepProof(ctx: Context, actor: SessionActor): Promise<void> {
  if (!(await setAuthenticated(ctx, actor.session_id))) throw unauthenticated()
}

/** Checks `requireRecentAuthentication` with the session's present row. */
export async function requireRecentProof(ctx: Context, actor: SessionActor): Promise<void> {
  const found = await findSession(ctx, actor.session_id, ctx.clock.now())
  if (!found) throw unauthenticated()
  requireRecentAuthentication(ctx, found)
}

export async function logOut(ctx: Context, actor: SessionActor): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    await lockAccount(ctx, actor.id)
    if (await deleteSession(ctx, actor.session_id)) await record(ctx, loggedOut, { actor_id: actor.id })
  })
}

/** Ends the session that a browser had before its cookie was replaced or cleared. */
export async function endReplaced(ctx: Context, token: string): Promise<void> {
  const now = ctx.clock.now()
  const session_id = sessionIdOf(ctx.config, token, now)
  const former = session_id ? await findSession(ctx, session_id, now) : undefined
  if (!former) return
  const { id: account_id } = former
  await withTransaction(ctx, async (ctx) => {
    await lockAccount(ctx, account_id)
    // A login abandoned before its second step was no session, so its end is not logged.
    if (!(await deleteSession(ctx, former.session_id)) || former.second_factor_required) return
    await record(ctx, sessionReplaced, { actor_id: account_id })
  })
}

/** Ends every session of an account. For security events more is revoked: see revocation.ts. */
async function endSessionsOf(ctx: Context, accountId: number): Promise<void> {
  await deleteSessionsOf(ctx, accountId)
  publish(ctx, sessionsTopic(accountId))
}

/** The actor of this token: null if the token, its session or its account is not valid. */
export async function authenticate(ctx: Context, token: string): Promise<SessionActor | null> {
  const found = await sessionOf(ctx, token)
  if (!found || found.second_factor_required) return null
  if (Math.abs(ctx.clock.now() - found.last_seen_at) > seenEvery)
    await writeIfPossible(ctx, 'when a session was last used', () =>
      touchSession(ctx, found.session_id, found.persistent ? endOfPersistent(ctx, found) : undefined),
    )
  return actorOfSession(found, ctx.clock.now())
}

/** The account whose two-factor login with this token is pending. */
export async function authenticatePending(ctx: Context, token: string): Promise<SessionActor | null> {
  const found = await sessionOf(ctx, token)
  return found?.second_factor_required ? actorOfSession(found, ctx.clock.now()) : null
}

async function sessionOf(ctx: Context, token: string): Promise<SessionRow | undefined> {
  const now = ctx.clock.now()
  const id = sessionIdOf(ctx.config, token, now)
  const found = id ? await findSession(ctx, id, now) : undefined
  if (!found || !isUsable(found)) return undefined
  if (isBound(ctx, found)) return found
  await endUnbound(ctx, found)
  return undefined
}

const actorOfSession = (found: SessionRow, now: number): SessionActor => ({
  ...actingAccount(found, now),
  via: { kind: 'session' },
  session_id: found.session_id,
  session_expires_at: found.session_expires_at,
  session_persistent: found.persistent === 1,
  authenticated_at: found.authenticated_at,
})

/** Whether the session is still valid and its account unchanged. */
export async function authenticateAgain(ctx: Context, actor: SessionActor): Promise<boolean> {
  const found = await findSession(ctx, actor.session_id, ctx.clock.now())
  return found?.account_type === actor.account_type && found.suspended_at === null
}
