import { z } from 'zod'
import { mostCounted } from '#lib/counted.ts'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { personJson } from '#platform/identity/json.ts'
import { joinedPerson, personOf } from '#platform/identity/people.ts'
import { blocksOf, otherOf, refusalIn } from './conversations.ts'
import type { DirectMessageRow } from './message-queries.ts'
import type { ListedSide, Side } from './queries.ts'
import type { ReportRow } from './report-queries.ts'

const time = z.iso.datetime()

const shared = {
  id: z.int(),
  other: personJson,
  unread: z.int().max(mostCounted),
  blocked_by_you: z.boolean(),
}

export const conversationJson = z
  .object({
    ...shared,
    refusal: z
      .object({ code: z.string(), detail: z.string() })
      .nullable()
      .meta({ description: 'Why you cannot write now; null if you can.' }),
  })
  .meta({ id: 'Conversation' })

export const conversationListJson = z.object({
  conversations: z.array(
    z.object({
      ...shared,
      last_message: z.object({ id: z.int(), author_id: z.int(), body: z.string(), sent_at: time }),
    }),
  ),
  next_cursor: z.string().nullable(),
})

export const directMessageJson = z
  .object({
    id: z.int(),
    author: personJson,
    body: z.string(),
    sent_at: time,
    read: z.boolean().meta({ description: 'Whether the recipient has read it.' }),
  })
  .meta({ id: 'DirectMessage' })

export const directMessagesJson = z.object({ messages: z.array(directMessageJson), more: z.boolean() })
export const writtenJson = z.object({ conversation_id: z.int(), message_id: z.int() })

const sharedOf = (side: Omit<Side, 'read_by_other' | 'has_notifications'>) => {
  const { suspended_at: _s, deleted_at: _d, ...other } = otherOf(side)
  return { id: side.id, other, unread: Number(side.unread), blocked_by_you: blocksOf(side).blocked_by_you }
}

export function showConversation(actor: Actor, side: Side): z.input<typeof conversationJson> {
  const refusal = refusalIn(actor, side)
  return { ...sharedOf(side), refusal: refusal && { code: refusal.code, detail: refusal.message } }
}

export const showListed = (side: ListedSide) => ({
  ...sharedOf(side),
  last_message: {
    id: side.last_message_id,
    author_id: side.author_id,
    body: side.body,
    sent_at: isoTime(side.sent_at),
  },
})

export const isRead = ({ id, author_id }: DirectMessageRow, side: Side) =>
  id <= (author_id === side.other_id ? side.read_message_id : side.read_by_other)

export const showMessage =
  (side: Side) =>
  (row: DirectMessageRow): z.input<typeof directMessageJson> => ({
    id: row.id,
    author: personOf({ ...row, id: row.author_id }),
    body: row.body,
    sent_at: isoTime(row.sent_at),
    read: isRead(row, side),
  })

export const reportJson = z
  .object({
    id: z.int(),
    conversation_id: z.int(),
    reporter: personJson,
    reported: personJson,
    reason: z.string(),
    reported_at: time,
    settled_at: time.nullable(),
    decision: z.string().nullable(),
  })
  .meta({ id: 'MessageReport' })

export const reportListJson = z.object({ reports: z.array(reportJson), next_cursor: z.string().nullable() })
export const reportedMessagesJson = z.object({
  messages: z.array(directMessageJson.omit({ read: true })),
  more: z.boolean(),
})

export const reporterOf = joinedPerson('reporter')
export const reportedOf = joinedPerson('reported')

export const showReport = (row: ReportRow): z.input<typeof reportJson> => ({
  id: row.id,
  conversation_id: row.conversation_id,
  reporter: reporterOf(row),
  reported: reportedOf(row),
  reason: row.reason,
  reported_at: isoTime(row.reported_at),
  settled_at: timeOrNull(row.settled_at),
  decision: row.decision,
})
