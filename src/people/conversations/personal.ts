import { z } from 'zod'
import type { Context, PersonalData } from '#context'
import { isoTime } from '#lib/format-time.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { allBlocksOf, allConversationsOf, allDirectMessagesBy, allReportsBy } from './personal-queries.ts'

async function* conversationsOf(ctx: Context, { id }: Actor) {
  for await (const rows of allConversationsOf(ctx, id))
    yield rows.map(({ conversation_id, other_id }) => ({ id: conversation_id, with_account_id: other_id }))
}

/** The person's own messages, not those of others. */
async function* messagesBy(ctx: Context, { id }: Actor) {
  for await (const rows of allDirectMessagesBy(ctx, id))
    yield rows.map(({ sent_at, ...message }) => ({ ...message, sent_at: isoTime(sent_at) }))
}

async function* blocksOf(ctx: Context, { id }: Actor) {
  for await (const rows of allBlocksOf(ctx, id))
    yield rows.map(({ blocked_id, blocked_at }) => ({ account_id: blocked_id, blocked_at: isoTime(blocked_at) }))
}

async function* reportsBy(ctx: Context, { id }: Actor) {
  for await (const rows of allReportsBy(ctx, id))
    yield rows.map(({ conversation_id, reason, reported_at }) => ({
      conversation_id,
      reason,
      reported_at: isoTime(reported_at),
    }))
}

const time = z.iso.datetime()

/**
 * Messages stay with the recipient when their author is deleted, under “Deleted account”: they are the recipient's
 * correspondence too, and may be reported, like messages in tickets. They are deleted once both people are.
 */
export const personalConversations: PersonalData = {
  members: {
    conversations: z.array(z.object({ id: z.int(), with_account_id: z.int() })),
    direct_messages: z.array(z.object({ id: z.int(), conversation_id: z.int(), body: z.string(), sent_at: time })),
    blocked_accounts: z.array(z.object({ account_id: z.int(), blocked_at: time })),
    message_reports: z.array(z.object({ conversation_id: z.int(), reason: z.string(), reported_at: time })),
  },
  read: async (ctx, actor) => ({
    conversations: conversationsOf(ctx, actor),
    direct_messages: messagesBy(ctx, actor),
    blocked_accounts: blocksOf(ctx, actor),
    message_reports: reportsBy(ctx, actor),
  }),
  deleted: { blocks: 'blocked_id' },
}
