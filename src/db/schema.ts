import type { Generated } from 'kysely'

/** Times are UNIX milliseconds. */
export interface Schema {
  accounts: AccountsTable
  sessions: SessionsTable
  tickets: TicketsTable
  messages: MessagesTable
  edits: EditsTable
  read_marks: ReadMarksTable
  kept_answers: KeptAnswersTable
  audit_entries: AuditEntriesTable
  setup_codes: SetupCodesTable
}

export type AccountType = 'customer' | 'assistant' | 'admin'

interface AccountsTable {
  id: Generated<number>
  username: string
  username_key: string
  display_name: string
  email: string
  email_key: string
  password_hash: string
  account_type: AccountType
  profile_icon: string
  created_at: number
}

interface SessionsTable {
  id: string
  account_id: number
  created_at: number
  expires_at: number
}

export type WaitingOn = 'staff' | 'customer'

interface TicketsTable {
  id: Generated<number>
  title: string
  customer_id: number
  assistant_id: number | null
  opened_at: number
  closed_at: number | null
  waiting_on: WaitingOn
  /** When staff last wrote; until they do, when the ticket was opened. */
  staff_replied_at: number
  last_message_id: number
  last_message_at: number
}

export type MessageKind = 'message' | 'system'
export type TicketEvent = 'claimed' | 'taken_over' | 'released' | 'closed' | 'reopened'

interface MessagesTable {
  id: Generated<number>
  ticket_id: number
  /** Who wrote it; of a System line, who did what it records. */
  author_id: number
  kind: MessageKind
  event: TicketEvent | null
  /** 1 when the author wrote it for the desk, 0 when as the ticket's customer. */
  from_staff: number
  body: string
  sent_at: number
  edited_at: number | null
}

interface EditsTable {
  id: Generated<number>
  ticket_id: number
  message_id: number | null
  author_id: number
  before: string
  edited_at: number
}

interface ReadMarksTable {
  account_id: number
  ticket_id: number
  /** The newest message this person has seen. */
  message_id: number
}

interface KeptAnswersTable {
  account_id: number
  key: string
  request_hash: string
  answer: string
  created_at: number
}

interface AuditEntriesTable {
  id: Generated<number>
  at: number
  actor_id: number | null
  address: string | null
  action: string
  entity: string
  entity_id: number | null
  before: string | null
  after: string | null
}

interface SetupCodesTable {
  code_hash: string
  expires_at: number
}
