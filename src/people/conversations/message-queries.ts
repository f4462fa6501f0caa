import type { Insertable } from 'kysely'
import type { Context } from '#context'
import { countChanged } from '#platform/db/changed-rows.ts'
import type { Schema } from '#platform/db/schema.ts'
import { personColumnsOf } from '#platform/identity/people.ts'
import type { ConversationRow } from './queries.ts'

/** Stores a message and updates both sides, in the transaction that has locked the conversation. */
export async function insertDirectMessage(
  ctx: Context,
  conversation: ConversationRow,
  message: Omit<Insertable<Schema['direct_messages']>, 'conversation_id'>,
): Promise<number> {
  const { id } = await ctx.db
    .insertInto('direct_messages')
    .values({ ...message, conversation_id: conversation.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  const sides = ctx.db.updateTable('conversation_sides').where('conversation_id', '=', conversation.id)
  const other = conversation.first_id === message.author_id ? conversation.second_id : conversation.first_id
  const own = { last_message_id: id, read_message_id: id }
  await sides.set(own).where('account_id', '=', message.author_id).execute()
  await sides.set({ last_message_id: id, incoming_message_id: id }).where('account_id', '=', other).execute()
  return id
}

export interface Part {
  /** At most so many. */
  count: number
  /** Only what came before this message. */
  before?: number | undefined
  /** Only what came up to this message. */
  up_to?: number | undefined
}

/** Newest first. */
export function listDirectMessages(ctx: Context, conversationId: number, { count, before, up_to }: Part) {
  let query = ctx.db
    .selectFrom('direct_messages')
    .innerJoin('accounts', 'accounts.id', 'direct_messages.author_id')
    .select([
      'direct_messages.id',
      'direct_messages.conversation_id',
      'direct_messages.author_id',
      'direct_messages.body',
      'direct_messages.sent_at',
      ...personColumnsOf('accounts'),
    ])
    .where('direct_messages.conversation_id', '=', conversationId)
    .orderBy('direct_messages.id', 'desc')
    .limit(count)
  if (before !== undefined) query = query.where('direct_messages.id', '<', before)
  if (up_to !== undefined) query = query.where('direct_messages.id', '<=', up_to)
  return query.execute()
}

export type DirectMessageRow = Awaited<ReturnType<typeof listDirectMessages>>[number]

/** The ids of messages after one, oldest first. */
export async function listLater(ctx: Context, conversationId: number, message: number, count: number) {
  const rows = await ctx.db
    .selectFrom('direct_messages')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('id', '>', message)
    .orderBy('id')
    .limit(count)
    .execute()
  return rows.map(({ id }) => id)
}

const mostTold = 100_000

/** How many messages somebody has written, up to the maximum shown. */
export async function countDirectMessages(ctx: Context, accountId: number): Promise<number> {
  const written = ctx.db.selectFrom('direct_messages').select('id').where('author_id', '=', accountId).limit(mostTold)
  const { count } = await ctx.db
    .selectFrom(written.as('written'))
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Deletes at most `count` messages between somebody and people who are erased. @returns how many */
export function deleteMessagesOfNobody(ctx: Context, accountId: number, count: number): Promise<number> {
  const conversations = ctx.db
    .selectFrom('conversation_sides')
    .innerJoin('accounts', 'accounts.id', 'conversation_sides.other_id')
    .select('conversation_sides.conversation_id')
    .where('conversation_sides.account_id', '=', accountId)
    .where('accounts.deleted_at', 'is not', null)
  const query = ctx.db.selectFrom('direct_messages').select('id').where('conversation_id', 'in', conversations)
  return countChanged(ctx.db.deleteFrom('direct_messages').where('id', 'in', query.limit(count)))
}
