import type { Context } from '#context'
import { inPortions } from '#platform/db/portions.ts'

const few = 100
const many = 500

export const allDirectMessagesBy = (ctx: Context, authorId: number) =>
  inPortions(few, { id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('direct_messages')
      .select(['id', 'conversation_id', 'body', 'sent_at'])
      .where('author_id', '=', authorId)
      .where('id', '>', after.id)
      .orderBy('id')
      .limit(size)
      .execute(),
  )

export const allConversationsOf = (ctx: Context, accountId: number) =>
  inPortions(many, { conversation_id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('conversation_sides')
      .select(['conversation_id', 'other_id'])
      .where('account_id', '=', accountId)
      .where('conversation_id', '>', after.conversation_id)
      .orderBy('conversation_id')
      .limit(size)
      .execute(),
  )

export const allBlocksOf = (ctx: Context, accountId: number) =>
  inPortions(many, { blocked_id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('blocks')
      .select(['blocked_id', 'blocked_at'])
      .where('account_id', '=', accountId)
      .where('blocked_id', '>', after.blocked_id)
      .orderBy('blocked_id')
      .limit(size)
      .execute(),
  )

export const allReportsBy = (ctx: Context, accountId: number) =>
  inPortions(many, { id: 0 }, (size, after) =>
    ctx.db
      .selectFrom('conversation_reports')
      .select(['id', 'conversation_id', 'reason', 'reported_at'])
      .where('reporter_id', '=', accountId)
      .where('id', '>', after.id)
      .orderBy('id')
      .limit(size)
      .execute(),
  )
