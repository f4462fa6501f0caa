import { z } from 'zod'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import { personJson } from '#platform/identity/json.ts'
import { priorities } from './priorities.ts'
import { authorOf, type Message } from './threads.ts'
import type { Ticket, TicketInFull } from './ticket-row.ts'

const time = z.iso.datetime()

export const ticketJson = z
  .object({
    id: z.int(),
    title: z.string(),
    status: z.enum(['open', 'closed']),
    waiting_on: z.enum(['staff', 'customer', 'nobody']),
    waits_since: time.nullable().meta({
      description: 'Since when it waits for `waiting_on`, by which `sort=waiting` goes; null once it is closed.',
    }),
    unread: z.boolean(),
    opened_at: time,
    closed_at: time.nullable(),
    last_message_at: time,
    priority: z
      .enum(priorities)
      .nullable()
      .meta({ description: 'Null for the customer, as are tags and escalated_at.' }),
    tags: z.array(z.string()).nullable(),
    escalated_at: time.nullable(),
    customer: personJson,
    assistant: personJson.nullable(),
  })
  .meta({ id: 'Ticket' })

export const ticketInFullJson = ticketJson
  .extend({
    participants: z.array(personJson).meta({ description: 'Who else takes part in it as a customer.' }),
  })
  .meta({ id: 'TicketInFull' })

export const openedJson = z.object({ ticket_id: z.int(), message_id: z.int() })

export const messageJson = z
  .object({
    id: z.int(),
    kind: z.enum(['message', 'note', 'system']),
    action: z.string().nullable().meta({
      description:
        'Of a System line: claimed, taken_over, released, unassigned, assigned, closed, reopened, participant_added, participant_removed, participant_left, or what later versions add.',
    }),
    author: personJson,
    from_staff: z.boolean(),
    body: z.string(),
    sent_at: time,
    edited_at: time.nullable(),
  })
  .meta({ id: 'Message' })

export const messageListJson = z.object({ messages: z.array(messageJson), more: z.boolean() })

export const editJson = z
  .object({ id: z.int(), message_id: z.int().nullable(), before: z.string(), edited_at: time })
  .meta({ id: 'Edit' })

export const showTicket = (ticket: Ticket): z.input<typeof ticketJson> => ({
  id: ticket.id,
  title: ticket.title,
  status: ticket.closed_at === null ? 'open' : 'closed',
  waiting_on: ticket.waiting_on,
  waits_since: ticket.closed_at === null ? isoTime(ticket.waits_since) : null,
  unread: ticket.unread,
  opened_at: isoTime(ticket.opened_at),
  closed_at: timeOrNull(ticket.closed_at),
  last_message_at: isoTime(ticket.last_message_at),
  priority: ticket.priority,
  tags: ticket.tags,
  escalated_at: timeOrNull(ticket.escalated_at),
  customer: ticket.customer,
  assistant: ticket.assistant,
})

export const showTicketInFull = (ticket: TicketInFull): z.input<typeof ticketInFullJson> => ({
  ...showTicket(ticket),
  participants: ticket.participants,
})

export const showMessage = (message: Message): z.input<typeof messageJson> => ({
  id: message.id,
  kind: message.kind,
  action: message.action,
  author: authorOf(message),
  from_staff: message.from_staff === 1,
  body: message.text,
  sent_at: isoTime(message.sent_at),
  edited_at: timeOrNull(message.edited_at),
})
