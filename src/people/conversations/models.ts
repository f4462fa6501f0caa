import type { Context } from '#context'
import type { DomainError } from '#errors'
import { countText } from '#lib/counted.ts'
import { formatTime } from '#lib/format-time.ts'
import { messageHtml } from '#lib/message-text.ts'
import { mapInTurns } from '#lib/turns.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { type Person, personOf } from '#platform/identity/people.ts'
import { lineOf } from '#platform/notifications/sentences.ts'
import { blocksOf, otherOf, refusalIn, type Thread } from './conversations.ts'
import type { DirectMessageRow } from './message-queries.ts'
import { type Blocks, type Recipient, staffUseTickets, writingRefusal } from './policy.ts'
import type { ListedSide, Side } from './queries.ts'

const excerptLength = 160

export const listedModel = (ctx: Context) => (side: ListedSide) => ({
  id: side.id,
  other: otherOf(side) as Person,
  excerpt: lineOf(side, excerptLength) ?? '',
  mine: side.author_id !== side.other_id,
  sent_at: formatTime(ctx, side.sent_at),
  unread: countText(Number(side.unread)),
})

/** Why the actor cannot write, and whether to open a ticket instead. */
export const refusalModel = (actor: Actor, refusal: DomainError | null) =>
  refusal && { text: refusal.message, ticket: refusal.code === staffUseTickets && !actor.is_staff }

export const messageModels = (ctx: Context, rows: DirectMessageRow[], viewerId: number | null) =>
  mapInTurns(rows, ({ id, author_id, body, sent_at, ...author }) => ({
    id,
    author: personOf({ ...author, id: author_id }),
    mine: author_id === viewerId,
    body_html: messageHtml(body, null),
    sent_at: formatTime(ctx, sent_at),
    first_unread: false,
    /** The line below it: whether the other person has read it. */
    state: '',
  }))

/** The data of a conversation's page above its box. */
export async function conversationModel(ctx: Context, actor: Actor, side: Side, thread: Thread, isNewest: boolean) {
  const messages = await messageModels(ctx, thread.messages, actor.id)
  const firstUnread = messages.find(({ id, mine }) => !mine && id > side.read_message_id)
  const newest = messages.findLast(({ mine }) => mine)
  if (firstUnread && side.read_message_id > 0) firstUnread.first_unread = true
  if (newest && isNewest) newest.state = newest.id > side.read_by_other ? 'Not read yet' : 'Read'
  const { deleted_at, suspended_at, ...other } = otherOf(side)
  const oldest = messages[0]
  return {
    conversation: {
      id: side.id as number | null,
      other,
      /** Whether this person has a public profile. */
      is_public: deleted_at === null && suspended_at === null,
      blocked_by_you: blocksOf(side).blocked_by_you,
      can_block: deleted_at === null && !other.is_staff,
      refusal: refusalModel(actor, refusalIn(actor, side)),
    },
    messages,
    older: thread.more && oldest ? `/conversations/${side.id}?before=${oldest.id}` : null,
  }
}

/** The same for a person without conversation. */
export function newConversationModel(actor: Actor, person: Recipient, blocks: Blocks) {
  const { suspended_at: _s, deleted_at: _d, ...other } = person
  const refusal = refusalModel(actor, writingRefusal(actor, person, blocks))
  return {
    conversation: {
      ...{ id: null, other, refusal },
      is_public: true,
      blocked_by_you: blocks.blocked_by_you,
      can_block: true,
    },
    messages: [],
    older: null,
  }
}
