import type { Context } from '#context'
import { invalidField } from '#errors'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { endDraft } from '#platform/drafts/drafts.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { consumeWriting } from '#platform/limits/writing-limit.ts'
import { readNotificationsAbout } from '#platform/notifications/inbox.ts'
import { directMessageWritten } from './activity.ts'
import { findBlocks } from './block-queries.ts'
import { getConversation, getRecipient, otherOf } from './conversations.ts'
import { newConversations } from './limits.ts'
import { insertDirectMessage } from './message-queries.ts'
import { placeOf } from './places.ts'
import { type Recipient, writingRefusal } from './policy.ts'
import { openConversation } from './queries.ts'

export interface WrittenDirectMessage {
  conversation_id: number
  message_id: number
}

/** Reveals neither whether there is such a person nor why they cannot be written to. */
export const nobody = () => invalidField('username', 'There is nobody with that name you can write to.')

/** Writes to somebody by username, in the existing conversation or a new one. */
export async function writeTo(ctx: Context, actor: Actor, username: string, body: string) {
  const found = await getRecipient(ctx, actor, username)
  if (!found) throw nobody()
  return write(ctx, actor, found.person, body)
}

/** @throws not-found for others' conversations */
export async function writeIn(ctx: Context, actor: Actor, conversation_id: number, body: string) {
  const side = await getConversation(ctx, actor, conversation_id)
  return write(ctx, actor, otherOf(side), body)
}

function write(ctx: Context, actor: Actor, to: Recipient, body: string): Promise<WrittenDirectMessage> {
  return withTransaction(ctx, async (ctx) => {
    await consumeWriting(ctx, actor)
    const { conversation, is_new } = await openConversation(ctx, actor.id, to.id)
    if (is_new) await consume(ctx, newConversations, actor.id)
    // Blocking needs the same lock: a message sent after a block is refused.
    const refusal = writingRefusal(actor, to, await findBlocks(ctx, actor.id, to.id))
    if (refusal) throw refusal
    const now = ctx.clock.now()
    const message_id = await insertDirectMessage(ctx, conversation, { author_id: actor.id, body, sent_at: now })
    await endDraft(ctx, actor.id, placeOf(to.id))
    await readNotificationsAbout(ctx, actor, { subject: { type: 'conversation', id: conversation.id } })
    const fact = { actor_id: actor.id, conversation_id: conversation.id, to: to.id, message_id }
    await record(ctx, directMessageWritten, fact, now)
    return { conversation_id: conversation.id, message_id }
  })
}
