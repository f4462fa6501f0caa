import { type Selectable, sql } from 'kysely'
import type { Context } from '#context'
import { mostCounted } from '#lib/counted.ts'
import { hasChanged } from '#platform/db/changed-rows.ts'
import type { Database } from '#platform/db/client.ts'
import { lockingRows } from '#platform/db/dialect.ts'
import type { Schema } from '#platform/db/schema.ts'
import type { Cursor } from '#platform/http/pagination.ts'
import { personColumnsOf } from '#platform/identity/people.ts'

export type ConversationRow = Selectable<Schema['conversations']>

/** The conversation of a pair, created if needed and locked until the transaction ends. Concurrent calls create one. */
export async function openConversation(ctx: Context, one: number, other: number) {
  const [first_id, second_id] = one < other ? [one, other] : [other, one]
  const added = await ctx.db
    .insertInto('conversations')
    .values({ first_id, second_id, started_at: ctx.clock.now() })
    .onConflict((conflict) => conflict.columns(['first_id', 'second_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (added) await insertSides(ctx, added.id, first_id, second_id)
  const found = await pair(ctx, one, other).$call(lockingRows(ctx.db)).executeTakeFirstOrThrow()
  return { conversation: found, is_new: added !== undefined }
}

const insertSides = (ctx: Context, conversation_id: number, first: number, second: number) => {
  const side = { conversation_id, last_message_id: 0, incoming_message_id: 0, read_message_id: 0 }
  const rows = [
    { ...side, account_id: first, other_id: second },
    { ...side, account_id: second, other_id: first },
  ]
  return ctx.db.insertInto('conversation_sides').values(rows).execute()
}

const pair = (ctx: Context, one: number, other: number) =>
  ctx.db
    .selectFrom('conversations')
    .selectAll()
    .where('first_id', '=', Math.min(one, other))
    .where('second_id', '=', Math.max(one, other))

export const findConversationOf = (ctx: Context, one: number, other: number): Promise<ConversationRow | undefined> =>
  pair(ctx, one, other).executeTakeFirst()

/** The same for changes of what may be written in it. */
export const lockConversationOf = (ctx: Context, one: number, other: number) =>
  pair(ctx, one, other).$call(lockingRows(ctx.db)).executeTakeFirst()

/** Unread messages of a conversation, counted up to a maximum. Own messages are never unread: writing marks all as read. */
const unread = sql<number>`(select count(*) from (select 1 from direct_messages
  where direct_messages.conversation_id = mine.conversation_id and direct_messages.id > mine.read_message_id
    limit ${sql.lit(mostCounted)}) as unread)`

const isBlocked = (by: string, whom: string) => sql<number>`(case when exists (select 1 from blocks
  where account_id = ${sql.ref(by)} and blocked_id = ${sql.ref(whom)}) then 1 else 0 end)`

const sidesOf = (ctx: Context, accountId: number) =>
  ctx.db
    .selectFrom('conversation_sides as mine')
    .innerJoin('accounts as other', 'other.id', 'mine.other_id')
    .select([
      'mine.conversation_id as id',
      'mine.other_id',
      'mine.last_message_id',
      'mine.incoming_message_id',
      'mine.read_message_id',
      ...personColumnsOf('other'),
      'other.suspended_at',
      'other.deleted_at',
    ])
    .select([
      unread.as('unread'),
      isBlocked('mine.account_id', 'mine.other_id').as('blocked_by_you'),
      isBlocked('mine.other_id', 'mine.account_id').as('blocks_you'),
    ])
    .where('mine.account_id', '=', accountId)

const hasNotifications = sql<number>`(case when exists (select 1 from notifications
  where account_id = mine.account_id and subject_type = 'conversation' and subject_id = mine.conversation_id
    and read_at is null) then 1 else 0 end)`

export const findSide = (ctx: Context, accountId: number, conversationId: number) =>
  sidesOf(ctx, accountId)
    .innerJoin('conversation_sides as theirs', (join) =>
      join
        .onRef('theirs.account_id', '=', 'mine.other_id')
        .onRef('theirs.conversation_id', '=', 'mine.conversation_id'),
    )
    .select(['theirs.read_message_id as read_by_other', hasNotifications.as('has_notifications')])
    .where('mine.conversation_id', '=', conversationId)
    .executeTakeFirst()

export type Side = NonNullable<Awaited<ReturnType<typeof findSide>>>

/** Those with the newest message first. */
export function listSides(ctx: Context, accountId: number, count: number, after?: Cursor) {
  let query = sidesOf(ctx, accountId)
    .innerJoin('direct_messages as last', 'last.id', 'mine.last_message_id')
    .select(['last.body', 'last.sent_at', 'last.author_id'])
    .orderBy('mine.last_message_id', 'desc')
    .limit(count)
  // Cursor values may exceed int4: cast to bigint.
  if (after) query = query.where('mine.last_message_id', '<', sql<number>`cast(${after[0]} as bigint)`)
  return query.execute()
}

export type ListedSide = Awaited<ReturnType<typeof listSides>>[number]

/** Conversations with unread messages, for queries that count them among other things. */
export const unreadConversationsOf = (db: Database, account_id: number) =>
  db
    .selectFrom('conversation_sides')
    .select('conversation_id')
    .where('account_id', '=', account_id)
    .whereRef('incoming_message_id', '>', 'read_message_id')

/** @returns whether anything was unread */
export const setRead = (ctx: Context, accountId: number, conversationId: number, up_to: number) =>
  hasChanged(
    ctx.db
      .updateTable('conversation_sides')
      .set({ read_message_id: up_to })
      .where('account_id', '=', accountId)
      .where('conversation_id', '=', conversationId)
      .where('read_message_id', '<', up_to),
  )
