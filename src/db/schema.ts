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
  jobs: JobsTable
  account_tokens: AccountTokensTable
  caught_mails: CaughtMailsTable
  authenticators: AuthenticatorsTable
  recovery_codes: RecoveryCodesTable
  passkeys: PasskeysTable
  passkey_challenges: PasskeyChallengesTable
  rate_limits: RateLimitsTable
  failed_logins: FailedLoginsTable
  settings: SettingsTable
}

export type AccountType = 'customer' | 'assistant' | 'admin'

interface AccountsTable {
  id: Generated<number>
  username: string
  username_key: string
  display_name: string
  email: string
  email_key: string
  /** When the address was confirmed; it counts for this account alone from then on. */
  email_verified_at: number | null
  /** The address to be confirmed before it takes the place of `email`. */
  pending_email: string | null
  password_hash: string
  account_type: AccountType
  profile_icon: string
  created_at: number
  suspended_at: number | null
  /** When the person's data was erased; the account stays as the author of what was said. */
  erased_at: number | null
}

interface SessionsTable {
  id: string
  account_id: number
  created_at: number
  expires_at: number
  last_seen_at: number
  address: string | null
  user_agent: string | null
  /** 1 until the second step of a two-factor login is done: until then the session can do nothing else. */
  awaits_second_step: number
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

export type JobStatus = 'queued' | 'processing' | 'succeeded' | 'dead'

interface JobsTable {
  id: Generated<number>
  kind: string
  payload: string
  dedupe_key: string | null
  status: JobStatus
  attempts: number
  run_at: number
  leased_until: number | null
  last_error: string | null
  created_at: number
  finished_at: number | null
}

export type TokenPurpose = 'verify_email' | 'reset_password'

interface AccountTokensTable {
  token_hash: string
  account_id: number
  purpose: TokenPurpose
  /** The address that the token was sent to. */
  email: string
  created_at: number
  expires_at: number
  used_at: number | null
}

interface CaughtMailsTable {
  id: Generated<number>
  recipient: string
  subject: string
  text: string
  html: string
  caught_at: number
}

interface AuthenticatorsTable {
  account_id: number
  /** Base32, as authenticator apps take it. */
  secret: string
  confirmed_at: number | null
  /** The newest time step (RFC 6238) whose code was accepted. */
  last_step: number
}

interface RecoveryCodesTable {
  id: Generated<number>
  account_id: number
  code_hash: string
  used_at: number | null
}

interface PasskeysTable {
  /** The credential's id, base64url. */
  id: string
  account_id: number
  public_key: string
  counter: number
  transports: string
  name: string
  created_at: number
  last_used_at: number | null
}

interface PasskeyChallengesTable {
  challenge: string
  account_id: number | null
  expires_at: number
}

interface RateLimitsTable {
  bucket: string
  used: number
  ends_at: number
}

interface FailedLoginsTable {
  id: Generated<number>
  at: number
  name_tried: string
  name_key: string
  account_id: number | null
  reason: string
  address: string | null
  user_agent: string | null
}

interface SettingsTable {
  name: string
  value: string
  changed_at: number
}
