import type { Generated } from 'kysely'

/** One for each pair of people who have written to each other. */
export interface ConversationsTable {
  id: Generated<number>
  /** The smaller of the two accounts' ids. */
  first_id: number
  second_id: number
  started_at: number
}

/** A conversation as each of the two has it. */
export interface ConversationSidesTable {
  account_id: number
  conversation_id: number
  other_id: number
  /** The newest message, whoever wrote it. */
  last_message_id: number
  /** The newest message of the other. */
  incoming_message_id: number
  /** What came later is unread. */
  read_message_id: number
}

export interface DirectMessagesTable {
  id: Generated<number>
  conversation_id: number
  author_id: number
  body: string
  sent_at: number
}

/** Whose messages somebody does not take. */
export interface BlocksTable {
  account_id: number
  blocked_id: number
  blocked_at: number
}

/** What one side of a conversation has shown to staff. */
export interface ConversationReportsTable {
  id: Generated<number>
  conversation_id: number
  reporter_id: number
  reason: string
  /** What was written later is not reported, and staff do not read it. */
  last_message_id: number
  reported_at: number
  settled_at: number | null
  settled_by: number | null
  /** What staff have decided; null until then. */
  decision: string | null
}
