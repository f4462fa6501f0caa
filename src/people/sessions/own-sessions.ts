import type { Context } from '#context'
import { notFound } from '#errors'
import { sha256 } from '#lib/sha256.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { revokeCredentials } from '#people/accounts/revocation.ts'
import { lockAccount } from '#people/accounts/revocation-queries.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { otherSessionsEnded, sessionEnded } from './activity.ts'
import { rememberAddress } from './known-addresses.ts'
import { deleteSession, listSessions } from './session-queries.ts'

/** Identifies a session on a page without revealing its id. */
export const sessionHandle = (id: string) => sha256(id).slice(0, 22)

export const sessionsOf = (ctx: Context, actor: SessionActor) => listSessions(ctx, actor.id)

/** @returns whether it was the current session */
export async function endSession(ctx: Context, actor: SessionActor, handle: string): Promise<boolean> {
  const session = (await listSessions(ctx, actor.id)).find(({ id }) => sessionHandle(id) === handle)
  if (!session) throw notFound('session')
  await withTransaction(ctx, async (ctx) => {
    await lockAccount(ctx, actor.id)
    if (!(await deleteSession(ctx, session.id))) throw notFound('session')
    await record(ctx, sessionEnded, { actor_id: actor.id })
  })
  return session.id === actor.session_id
}

/** Ends every session but the current one, and revokes other access begun in them. */
export async function endOtherSessions(ctx: Context, actor: SessionActor): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    await revokeCredentials(ctx, actor.id, 'logged_out_everywhere', actor.session_id)
    await rememberAddress(ctx, await getAccount(ctx, actor.id))
    await record(ctx, otherSessionsEnded, { actor_id: actor.id })
  })
}
