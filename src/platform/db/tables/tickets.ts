import type { Generated } from 'kysely'

export type WaitingOn = 'staff' | 'customer'

export interface TicketsTable {
  id: Generated<number>
  title: string
  customer_id: number
  assistant_id: number | null
  opened_at: number
  /** When it was opened or last reopened. */
  open_since: number
  closed_at: number | null
  /** 1 low, 2 normal, 3 high, 4 urgent. */
  priority: number
  escalated_at: number | null
  /** 0 if escalated, else 1: sorts escalated tickets first in every list of open ones. */
  queue_rank: number
  waiting_on: WaitingOn
  /** When it began to wait for the person it waits for, or was reopened. */
  waits_since: Generated<number>
  /** When staff last wrote; before that, when the ticket was opened or reopened. */
  staff_replied_at: number
  first_answered_at: number | null
  last_message_id: number
  last_message_at: number
  /** The newest internal note; 0 for none. Separate from messages, so that customers see no trace of it. */
  last_note_id: number
  /** 1 once a participant was added: other tickets are skipped when looking for participants. */
  has_participants: Generated<number>
}

/**
 * Customers who take part in a ticket besides the one who opened it. That one is only in `tickets.customer_id`: a row
 * here would repeat it, at the cost of a statement for each ticket.
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
  /** The author; for a System line, the account that did what it records. */
  author_id: number
  kind: MessageKind
  /** For a System line, the registered name of what it records. */
  action: string | null
  /** The account that the action is about, besides the author: the new assistant of an assigned ticket. */
  subject_id: number | null
  /** 1 if the author wrote it as staff, 0 if as the ticket's customer. */
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
  /** The newest message this person has seen; negative if the customer has edited an earlier one since. */
  message_id: number
  /** When the mark was set. */
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
  /** The query string of the list. */
  address: string
}
