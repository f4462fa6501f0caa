import type { Context } from '#context'
import { conflict, notFound } from '#errors'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { type Cursor, pageOf, refuseForeignCursor } from '#platform/http/pagination.ts'
import { keyOf } from '#platform/identity/account-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { personOf } from '#platform/identity/people.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { messagesBlocked, messagesUnblocked } from './activity.ts'
import { deleteBlock, insertBlock, listBlocked } from './block-queries.ts'
import { findRecipient, requireMessages } from './conversations.ts'
import { blockChanges } from './limits.ts'
import { lockConversationOf } from './queries.ts'

export { findBlocks } from './block-queries.ts'

/** @returns the conversation with this person, if there is one */
export const block = (ctx: Context, actor: Actor, username: string) => change(ctx, actor, username, true)
export const unblock = (ctx: Context, actor: Actor, username: string) => change(ctx, actor, username, false)

async function change(ctx: Context, actor: Actor, username: string, blocks: boolean): Promise<number | null> {
  requireMessages(ctx)
  if (keyOf(username) === keyOf(actor.username)) throw conflict('yourself', 'You cannot block yourself.')
  const found = await findRecipient(ctx, actor, username)
  if (!found) throw notFound('person')
  const { person } = found
  if (blocks && person.is_staff)
    throw conflict('staff_not_blocked', 'Staff write no direct messages, so there is nothing to block.')
  return withTransaction(ctx, async (ctx) => {
    const conversation_id = (await lockConversationOf(ctx, actor.id, person.id))?.id ?? null
    const changed = await (blocks ? insertBlock : deleteBlock)(ctx, actor.id, person.id)
    if (changed) {
      await consume(ctx, blockChanges, actor.id)
      const fact = { actor_id: actor.id, account_id: person.id, conversation_id }
      await record(ctx, blocks ? messagesBlocked : messagesUnblocked, fact)
    }
    return conversation_id
  })
}

/** The people whom somebody blocks, most recent first. */
export async function readBlocks(ctx: Context, actor: Actor, limit: number, after?: Cursor) {
  requireMessages(ctx)
  refuseForeignCursor(after)
  const found = await listBlocked(ctx, actor.id, limit + 1, after)
  const { rows, next } = pageOf(found, limit, ({ blocked_at, id }) => [Number(blocked_at), id])
  return {
    rows: rows.map(({ blocked_at, ...row }) => ({ person: personOf(row), blocked_at: Number(blocked_at) })),
    next,
  }
}
