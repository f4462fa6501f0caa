import type { Generated } from 'kysely'

export type WaitingOn = 'staff' | 'customer'

export interface TicketsTable {
  id: Generated<number>
  title: string
  customer_id: number
  assistant_id: number | null
  opened_at: number
  /** When it was opened or last opened again. */
  open_since: number
  closed_at: number | null
  /** 1 low, 2 normal, 3 high, 4 urgent. */
  priority: number
  escalated_at: number | null
  /** 0 when escalated, 1 else: what comes first in every list of open tickets. */
  queue_rank: number
  waiting_on: WaitingOn
  /** When it began to wait for whom it waits for, or was opened again. */
  waits_since: Generated<number>
  /** When staff last wrote; until they do, when the ticket was opened, or opened again. */
  staff_replied_at: number
  first_answered_at: number | null
  last_message_id: number
  last_message_at: number
  /** The newest internal note; 0 for none. Apart from messages, so that a customer sees no sign of it. */
  last_note_id: number
  /** 1 once anybody was added to it: who takes part is looked for in no other ticket. */
  has_participants: Generated<number>
}

/**
 * Who takes part in a ticket as a customer beside whoever opened it. That one is `tickets.customer_id` alone: another
 * row would say the same again, at the price of a statement for each ticket.
 */
export interface TicketPeopleTable {
  ticket_id: number
  account_id: number
  added_at: number
}

export type MessageKind = 'message' | 'note' | 'system'

export interface MessagesTable {
  id: Generated<number>
  ticket_id: number
  /** Who wrote it; of a System line, who did what it records. */
  author_id: number
  kind: MessageKind
  /** Of a System line, what it records: the name of a registered line. */
  action: string | null
  /** Whom the action is about, beside its author: who a ticket was assigned to. */
  subject_id: number | null
  /** 1 when the author wrote it for the desk, 0 when as the ticket's customer. */
  from_staff: number
  body: string
  sent_at: number
  edited_at: number | null
}

export interface MessageRevisionsTable {
  id: Generated<number>
  ticket_id: number
  message_id: number | null
  author_id: number
  before: string
  edited_at: number
}

export interface TicketReadsTable {
  account_id: number
  ticket_id: number
  /** The newest message this person has seen; below zero where the customer has edited an earlier one since. */
  message_id: number
  /** When the mark came there. */
  read_at: number
}

export interface TicketTagsTable {
  ticket_id: number
  tag: string
}

export interface SavedViewsTable {
  id: Generated<number>
  account_id: number
  name: string
  /** The query of the list's address. */
  address: string
}
