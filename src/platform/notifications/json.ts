import { z } from 'zod'
import type { Context } from '#context'
import { mostCounted } from '#lib/counted.ts'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import { personJson } from '#platform/identity/json.ts'
import { causeOf, type ShownNotification } from './models.ts'
import { lineOf, sentenceOf } from './sentences.ts'

export const notificationJson = z
  .object({
    id: z.int(),
    kind: z.string().meta({ description: 'Such as `message`, `status` or `assigned`.' }),
    text: z.string().meta({ description: 'A sentence for a person.' }),
    excerpt: z.string().nullable().meta({ description: 'The beginning of the message.' }),
    subject: z
      .object({ type: z.string(), id: z.int(), title: z.string() })
      .meta({ description: 'What it is about; the type is such as `ticket` or `conversation`.' }),
    message_id: z.int().nullable().meta({ description: 'Of a ticket.' }),
    part_id: z
      .int()
      .nullable()
      .meta({ description: 'Of another subject, such as a direct message of a conversation.' }),
    actor: personJson.nullable().meta({ description: 'Null if nobody caused it.' }),
    created_at: z.iso.datetime(),
    read_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Notification' })

export const notificationListJson = z.object({
  notifications: z.array(notificationJson),
  next_cursor: z.string().nullable(),
})

export const unreadJson = z.object({ unread: z.int().max(mostCounted) })

export const mailChoiceJson = z.union([z.boolean(), z.literal('daily')])

export const choicesJson = z.object({
  choices: z.record(z.string(), mailChoiceJson).meta({
    description:
      'For each kind that the person can be notified of, whether a mail is sent: `true` at once, `daily` at 7:00 with all that came since and is unread.',
  }),
})

export const showNotification = (ctx: Context, row: ShownNotification): z.input<typeof notificationJson> => ({
  id: row.id,
  kind: row.kind.name,
  text: `${sentenceOf(ctx, row)}.`,
  excerpt: lineOf(row, 160),
  subject: { type: row.subject_type, id: row.subject_id, title: row.title },
  message_id: row.message_id,
  part_id: row.part_id,
  actor: causeOf(row),
  created_at: isoTime(row.created_at),
  read_at: timeOrNull(row.read_at),
})
