import type { Insertable } from 'kysely'
import type { Context } from '#context'
import { latestPlausible } from '#lib/clock-skew.ts'
import { hasChanged } from '#platform/db/changed-rows.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import type { Schema } from '#platform/db/schema.ts'
import { actingColumns } from '#platform/identity/acting-account.ts'

export type SessionRow = NonNullable<Awaited<ReturnType<typeof findSession>>>

const session = compiledOnce((db, values: { id: string; now: number; latest: number }, _shape: object) =>
  db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .select(actingColumns)
    .select([
      'sessions.id as session_id',
      'sessions.expires_at as session_expires_at',
      'sessions.last_seen_at',
      'sessions.address',
      'sessions.user_agent',
      'sessions.second_factor_required',
      'sessions.persistent',
      'sessions.authenticated_at',
      'sessions.created_at as session_created_at',
    ])
    .where('sessions.id', '=', values.id)
    .where('sessions.expires_at', '>', values.now)
    .where('sessions.created_at', '<=', values.latest),
)

export async function findSession(ctx: Context, id: string, now: number) {
  const [found] = await session(ctx.db, { id, now, latest: latestPlausible(now) }, {})
  return found
}

export const insertSession = (ctx: Context, session: Insertable<Schema['sessions']>) =>
  ctx.db.insertInto('sessions').values(session).execute()

/** @param expires_at the new end; left out, it does not change */
export const touchSession = (ctx: Context, id: string, expires_at?: number) =>
  ctx.db
    .updateTable('sessions')
    .set({ last_seen_at: ctx.clock.now(), ...(expires_at !== undefined && { expires_at }) })
    .where('id', '=', id)
    .execute()

/** Records that the session's user has proved their identity. @returns false if it has ended */
export const setAuthenticated = (ctx: Context, id: string): Promise<boolean> =>
  hasChanged(ctx.db.updateTable('sessions').set({ authenticated_at: ctx.clock.now() }).where('id', '=', id))

/** Invalidates proofs in the account's other sessions. */
export const forgetProofsOfOthers = (ctx: Context, accountId: number, exceptId: string) =>
  ctx.db
    .updateTable('sessions')
    .set({ authenticated_at: 0 })
    .where('account_id', '=', accountId)
    .where('id', '!=', exceptId)
    .execute()

/** @returns false if the second step was done before, or the session has ended */
export const finishSecondStep = (ctx: Context, id: string): Promise<boolean> =>
  hasChanged(
    ctx.db
      .updateTable('sessions')
      .set({ second_factor_required: 0 })
      .where('id', '=', id)
      .where('second_factor_required', '=', 1),
  )

/** Most recently used first; without pending ones. */
export const listSessions = (ctx: Context, accountId: number) =>
  ctx.db
    .selectFrom('sessions')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('second_factor_required', '=', 0)
    .where('expires_at', '>', ctx.clock.now())
    .where('created_at', '<=', latestPlausible(ctx.clock.now()))
    .orderBy('last_seen_at', 'desc')
    .limit(100)
    .execute()

/** @returns true for one of several that delete a session at the same moment */
export const deleteSession = (ctx: Context, id: string): Promise<boolean> =>
  hasChanged(ctx.db.deleteFrom('sessions').where('id', '=', id))

export async function deleteSessionsOf(ctx: Context, accountId: number): Promise<void> {
  await ctx.db.deleteFrom('sessions').where('account_id', '=', accountId).execute()
}

/**
 * Deletes all but the `kept` most recently used sessions of an account.
 *
 * @param pending whether pending or full sessions
 * @returns whether there were more
 */
export function deleteOldestSessions(
  ctx: Context,
  accountId: number,
  pending: boolean,
  kept: number,
): Promise<boolean> {
  const oldest = ctx.db
    .selectFrom('sessions')
    .select('id')
    .where('account_id', '=', accountId)
    .where('second_factor_required', '=', pending ? 1 : 0)
    .orderBy('last_seen_at', 'desc')
    .limit(1000)
    .offset(kept)
  return hasChanged(ctx.db.deleteFrom('sessions').where('id', 'in', oldest))
}
