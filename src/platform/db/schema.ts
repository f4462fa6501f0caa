import type {
  AccountsTable,
  AccountTokensTable,
  AuthenticatorsTable,
  FailedLoginsTable,
  KnownAddressesTable,
  PasskeyChallengesTable,
  PasskeysTable,
  RecoveryCodesTable,
  RefusedAttemptsTable,
  SessionsTable,
  SetupCodesTable,
} from './tables/accounts.ts'
import type {
  AuditEntriesTable,
  AuditHeadTable,
  CaughtMailsTable,
  InstallationTable,
  JobsTable,
  KeptAnswersTable,
  RateLimitsTable,
  SchedulesTable,
  SettingsTable,
  StorageProbeTable,
} from './tables/desk.ts'
import type { NotificationChoicesTable, NotificationsTable } from './tables/notifications.ts'
import type { SearchPartsTable, SearchRenamesTable } from './tables/search.ts'
import type {
  EditsTable,
  MessagesTable,
  ReadMarksTable,
  SavedViewsTable,
  TicketsTable,
  TicketTagsTable,
} from './tables/tickets.ts'

export type { AccountType, TokenPurpose } from './tables/accounts.ts'
export type { JobStatus } from './tables/desk.ts'
export type { NotificationKind } from './tables/notifications.ts'
export type { MessageKind, TicketEvent, WaitingOn } from './tables/tickets.ts'

/** Times are UNIX milliseconds. */
export interface Schema {
  accounts: AccountsTable
  known_addresses: KnownAddressesTable
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
  refused_attempts: RefusedAttemptsTable
  settings: SettingsTable
  audit_head: AuditHeadTable
  storage_probe: StorageProbeTable
  ticket_tags: TicketTagsTable
  notifications: NotificationsTable
  notification_choices: NotificationChoicesTable
  schedules: SchedulesTable
  saved_views: SavedViewsTable
  search_parts: SearchPartsTable
  search_renames: SearchRenamesTable
  installation: InstallationTable
}
