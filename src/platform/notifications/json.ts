import { z } from 'zod'
import { isoTime } from '#lib/format-time.ts'
import { personJson } from '#platform/identity/json.ts'
import { mostCounted } from './inbox.ts'
import { kinds } from './kinds.ts'
import { causeOf } from './models.ts'
import type { NotificationRow } from './queries.ts'
import { excerptOf, inOneLine, sentenceOf } from './sentences.ts'

export const notificationJson = z
  .object({
    id: z.int(),
    kind: z.enum(kinds),
    text: z.string().meta({ description: 'As a sentence for a person.' }),
    excerpt: z.string().nullable().meta({ description: 'The beginning of the message.' }),
    ticket: z.object({ id: z.int(), title: z.string() }),
    message_id: z.int().nullable(),
    actor: personJson.nullable().meta({ description: 'Null for what came by the clock.' }),
    created_at: z.iso.datetime(),
    read_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Notification' })

export const notificationListJson = z.object({
  notifications: z.array(notificationJson),
  next_cursor: z.string().nullable(),
})

export const unreadJson = z.object({ unread: z.int().max(mostCounted) })

export const choicesJson = z.object({
  choices: z
    .partialRecord(z.enum(kinds), z.boolean())
    .meta({ description: 'For each kind that the person can be told about, whether a mail is sent.' }),
})

export const showNotification = (row: NotificationRow): z.input<typeof notificationJson> => {
  const excerpt = excerptOf(row, 160)
  return {
    id: row.id,
    kind: row.kind,
    text: `${sentenceOf(row)}.`,
    excerpt: excerpt && inOneLine(excerpt),
    ticket: { id: row.ticket_id, title: row.title },
    message_id: row.message_id,
    actor: causeOf(row),
    created_at: isoTime(row.created_at),
    read_at: row.read_at === null ? null : isoTime(row.read_at),
  }
}
