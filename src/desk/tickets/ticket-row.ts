import type { WaitingOn } from '#platform/db/schema.ts'
import type { Actor } from '#platform/identity/actor.ts'
import {
  type JoinedPerson,
  joinedPerson,
  type OptionalJoinedPerson,
  optionalJoinedPerson,
  type Person,
} from '#platform/identity/people.ts'
import { idsIn } from './participant-queries.ts'
import { type Priority, priorityOf } from './priorities.ts'
import { seesInternal } from './visibility.ts'

/** A ticket as one person sees it. */
export interface Ticket {
  id: number
  title: string
  opened_at: number
  closed_at: number | null
  waiting_on: WaitingOn | 'nobody'
  /** Since when it has waited for `waiting_on`. */
  waits_since: number
  last_message_id: number
  last_message_at: number
  /** The newest message or note that this person may see. */
  newest_id: number
  /** Null for customers, like `tags` and `escalated_at`: these are internal. */
  priority: Priority | null
  tags: string[] | null
  escalated_at: number | null
  customer_id: number
  customer: Person
  /** The participants besides its customer. */
  participant_ids: number[]
  assistant_id: number | null
  assistant: Person | null
  /** The newest message this person has seen; 0 for none. */
  read_message_id: number
  unread: boolean
}

interface Mailbox {
  email: string
  email_verified: boolean
  email_refused: boolean
}

/** With data that only the ticket's own page needs. */
export interface TicketInFull extends Ticket {
  /** This person's newest unread notification about it; 0 for none. */
  newest_notification_id: number
  /** Whether its title or a message was ever edited. */
  is_edited: boolean
  participants: Person[]
  /** Where mail to its customer goes. */
  mailbox: Mailbox
}

export interface JoinedTicket extends JoinedPerson<'customer'>, OptionalJoinedPerson<'assistant'> {
  id: number
  title: string
  opened_at: number
  closed_at: number | null
  waiting_on: WaitingOn
  waits_since: number
  last_message_id: number
  last_message_at: number
  last_note_id: number
  priority: number
  escalated_at: number | null
  tags: string | null
  participant_ids: string | null
  read_message_id: number | null
}

export function ticketOf(row: JoinedTicket, actor: Actor): Ticket {
  const read_message_id = row.read_message_id ?? 0
  const participant_ids = idsIn(row.participant_ids)
  const forStaff = seesInternal(actor, { customer_id: row.customer_id, participant_ids })
  const newest_id = forStaff ? Math.max(row.last_message_id, row.last_note_id) : row.last_message_id
  return {
    id: row.id,
    title: row.title,
    opened_at: row.opened_at,
    closed_at: row.closed_at,
    waiting_on: row.closed_at === null ? row.waiting_on : 'nobody',
    waits_since: row.waits_since,
    last_message_id: row.last_message_id,
    last_message_at: row.last_message_at,
    newest_id,
    priority: forStaff ? priorityOf(row.priority) : null,
    tags: forStaff ? (row.tags?.split(',').sort() ?? []) : null,
    escalated_at: forStaff ? row.escalated_at : null,
    customer_id: row.customer_id,
    customer: customerOf(row),
    participant_ids,
    assistant_id: row.assistant_id,
    assistant: assistantOf(row),
    read_message_id,
    // Messages from before a participant joined are not unread, unless they have looked at the ticket since.
    unread: newest_id > read_message_id && (row.read_message_id !== null || row.last_message_at >= actor.created_at),
  }
}

const customerOf = joinedPerson('customer')
const assistantOf = optionalJoinedPerson('assistant')
