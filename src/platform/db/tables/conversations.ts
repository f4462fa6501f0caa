import type { Generated } from 'kysely'

/** One for each pair of people who have written to each other. */
export interface ConversationsTable {
  id: Generated<number>
  /** The smaller of the two accounts' ids. */
  first_id: number
  second_id: number
  started_at: number
}

/** A conversation as one of the two sees it. */
export interface ConversationSidesTable {
  account_id: number
  conversation_id: number
  other_id: number
  /** The newest message of either. */
  last_message_id: number
  /** The newest message of the other person. */
  incoming_message_id: number
  /** Newer messages are unread. */
  read_message_id: number
}

export interface DirectMessagesTable {
  id: Generated<number>
  conversation_id: number
  author_id: number
  body: string
  sent_at: number
}

/** Accounts whose messages somebody does not accept. */
export interface BlocksTable {
  account_id: number
  blocked_id: number
  blocked_at: number
}

/** The messages that one side has reported to staff. */
export interface ConversationReportsTable {
  id: Generated<number>
  conversation_id: number
  reporter_id: number
  reason: string
  /** Messages after this one are not part of the report, and staff cannot read them. */
  last_message_id: number
  reported_at: number
  settled_at: number | null
  settled_by: number | null
  /** The decision of staff; null while the report is open. */
  decision: string | null
}
