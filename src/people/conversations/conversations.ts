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

/** Unread conversations, for whoever counts them among other things. */
export { unreadConversationsOf } from './queries.ts'

/** @throws not-found where MESSAGES is off: then nothing of this is there */
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

/** Why nothing can be written in a conversation now; null where it can. */
export const refusalIn = (actor: Actor, side: Side) => writingRefusal(actor, otherOf(side), blocksOf(side))

/** @throws not-found for a conversation of others */
export async function getConversation(ctx: Context, actor: Actor, id: number): Promise<Side> {
  requireMessages(ctx)
  const side = await findSide(ctx, actor.id, id)
  if (!side) throw notFound('conversation')
  return side
}

/** A person's own conversations, those with the newest message first. */
export async function listConversations(ctx: Context, actor: Actor, limit: number, after?: Cursor) {
  requireMessages(ctx)
  refuseForeignCursor(after)
  const rows = await listSides(ctx, actor.id, limit + 1, after)
  return pageOf(rows, limit, ({ last_message_id, id }) => [last_message_id, id])
}

/** Part of a conversation, oldest message first. */
export interface Thread {
  messages: DirectMessageRow[]
  /** Whether there is more before the first. */
  more: boolean
}

export async function readThread(ctx: Context, id: number, limit: number, part: { before?: number; up_to?: number }) {
  const newestFirst = await listDirectMessages(ctx, id, { count: limit + 1, ...part })
  return { messages: newestFirst.slice(0, limit).reverse(), more: newestFirst.length > limit }
}

/** @returns where the part ends that has this message in its middle; undefined where the newest part has it */
export async function partWith(ctx: Context, id: number, message: number): Promise<number | undefined> {
  const later = await listLater(ctx, id, message, shownMessages)
  return later.length < shownMessages ? undefined : later[shownMessages / 2]
}

/**
 * Writes only when there is something new.
 *
 * @param up_to the last message that was shown: what came meanwhile stays unread, and is told of
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

/** Called when an older part is shown, for the message that somebody wanted to see in it. */
export async function markMessageRead(ctx: Context, actor: Actor, side: Side, part_id?: number): Promise<void> {
  if (part_id !== undefined && Number(side.has_notifications))
    await readNotificationsAbout(ctx, actor, { subject: { type: 'conversation', id: side.id }, part_id })
}

/** Whom one names by a username, and the conversation with them if there is one. */
export async function findRecipient(ctx: Context, actor: Actor, username: string) {
  const account = await findAccountByUsername(ctx, username)
  if (!account || account.id === actor.id) return null
  const { suspended_at, deleted_at } = account
  const person: Recipient = { ...personOf(account), suspended_at, deleted_at }
  const conversation = await findConversationOf(ctx, actor.id, account.id)
  return { person, conversation_id: conversation?.id ?? null }
}

/**
 * Whom somebody may begin to write to, or goes on writing to.
 *
 * @returns null where there is nobody, which tells nothing of why
 * @throws staff_use_tickets where one of the two is on the staff
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
