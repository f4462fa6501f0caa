import type { Context } from '#context'
import { notFound } from '#errors'
import { withTransaction } from '#platform/db/transaction.ts'
import { type Cursor, pageOf, refuseForeignCursor } from '#platform/http/pagination.ts'
import { findAccountByUsername } from '#platform/identity/account-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { personOf } from '#platform/identity/people.ts'
import { accountTopic, publish } from '#platform/live/publish.ts'
import { readNotificationsAbout } from '#platform/notifications/inbox.ts'
import { shownMessages } from './limits.ts'
import { type DirectMessageRow, listDirectMessages, listLater } from './message-queries.ts'
import { mayBegin, messagesAreOn, type Recipient, staffRefusal, writingRefusal } from './policy.ts'
import { findConversationOf, findSide, listSides, type Side, setRead } from './queries.ts'
import { conversationTopic } from './topics.ts'

/** For queries that count unread conversations among other things. */
export { unreadConversationsOf } from './queries.ts'

/** @throws not-found if MESSAGES is off */
export function requireMessages(ctx: Context): void {
  if (!messagesAreOn(ctx)) throw notFound()
}

export const otherOf = (side: Omit<Side, 'read_by_other' | 'has_notifications'>): Recipient => ({
  ...personOf({ ...side, id: side.other_id }),
  suspended_at: side.suspended_at,
  deleted_at: side.deleted_at,
})

export const blocksOf = ({ blocked_by_you, blocks_you }: Pick<Side, 'blocked_by_you' | 'blocks_you'>) => ({
  blocked_by_you: Number(blocked_by_you) === 1,
  blocks_you: Number(blocks_you) === 1,
})

/** Why the actor cannot write in a conversation now; null if they can. */
export const refusalIn = (actor: Actor, side: Side) => writingRefusal(actor, otherOf(side), blocksOf(side))

/** @throws not-found for others' conversations */
export async function getConversation(ctx: Context, actor: Actor, id: number): Promise<Side> {
  requireMessages(ctx)
  const side = await findSide(ctx, actor.id, id)
  if (!side) throw notFound('conversation')
  return side
}

/** A person's conversations, those with the newest message first. */
export async function listConversations(ctx: Context, actor: Actor, limit: number, after?: Cursor) {
  requireMessages(ctx)
  refuseForeignCursor(after)
  const rows = await listSides(ctx, actor.id, limit + 1, after)
  return pageOf(rows, limit, ({ last_message_id, id }) => [last_message_id, id])
}

/** A part of a conversation, oldest message first. */
export interface Thread {
  messages: DirectMessageRow[]
  /** Whether there are earlier messages. */
  more: boolean
}

export async function readThread(ctx: Context, id: number, limit: number, part: { before?: number; up_to?: number }) {
  const newestFirst = await listDirectMessages(ctx, id, { count: limit + 1, ...part })
  return { messages: newestFirst.slice(0, limit).reverse(), more: newestFirst.length > limit }
}

/** @returns the end of the part with this message in its middle; undefined if the newest part contains it */
export async function partWith(ctx: Context, id: number, message: number): Promise<number | undefined> {
  const later = await listLater(ctx, id, message, shownMessages)
  return later.length < shownMessages ? undefined : later[shownMessages / 2]
}

/**
 * Writes only if something is new.
 *
 * @param up_to the last message shown: later ones stay unread
 */
export async function markRead(ctx: Context, actor: Actor, side: Side, up_to = side.last_message_id): Promise<void> {
  const isNew = side.read_message_id < up_to
  if (!isNew && !Number(side.has_notifications)) return
  await withTransaction(ctx, async (ctx) => {
    if (isNew && (await setRead(ctx, actor.id, side.id, up_to)))
      publish(ctx, conversationTopic(side.id), accountTopic(actor.id))
    await readNotificationsAbout(ctx, actor, { subject: { type: 'conversation', id: side.id }, part_up_to: up_to })
  })
}

/** Called when an older part is shown because of this message. */
export async function markMessageRead(ctx: Context, actor: Actor, side: Side, part_id?: number): Promise<void> {
  if (part_id !== undefined && Number(side.has_notifications))
    await readNotificationsAbout(ctx, actor, { subject: { type: 'conversation', id: side.id }, part_id })
}

/** The person with this username, and the conversation with them, if any. */
export async function findRecipient(ctx: Context, actor: Actor, username: string) {
  const account = await findAccountByUsername(ctx, username)
  if (!account || account.id === actor.id) return null
  const { suspended_at, deleted_at } = account
  const person: Recipient = { ...personOf(account), suspended_at, deleted_at }
  const conversation = await findConversationOf(ctx, actor.id, account.id)
  return { person, conversation_id: conversation?.id ?? null }
}

/**
 * The person whom somebody may write to.
 *
 * @returns null if there is none, without a reason
 * @throws staff_use_tickets if one of the two is on staff
 */
export async function getRecipient(ctx: Context, actor: Actor, username: string) {
  requireMessages(ctx)
  const found = await findRecipient(ctx, actor, username)
  if (!found) return null
  if (found.conversation_id !== null) return found
  if (found.person.suspended_at !== null) return null
  const refusal = staffRefusal(actor, found.person)
  if (refusal) throw refusal
  return (await mayBegin(ctx, actor, found.person)) ? found : null
}
