import type {
  AccountsTable,
  AccountTokensTable,
  ApiTokensTable,
  AuthenticatorsTable,
  FailedLoginsTable,
  KnownAddressesTable,
  PasskeyChallengesTable,
  PasskeysTable,
  RecoveryCodesTable,
  RefusedAttemptsTable,
  SessionsTable,
  SetupCodesTable,
  StaffInvitationsTable,
} from './tables/accounts.ts'
import type {
  BlocksTable,
  ConversationReportsTable,
  ConversationSidesTable,
  ConversationsTable,
  DirectMessagesTable,
} from './tables/conversations.ts'
import type {
  AuditEntriesTable,
  AuditHeadTable,
  CapturedMailsTable,
  DraftsTable,
  IdempotencyKeysTable,
  InstallationTable,
  JobsTable,
  RateLimitsTable,
  SchedulesTable,
  SettingsTable,
  SiteFilesTable,
  StorageProbeTable,
} from './tables/desk.ts'
import type { AdmissionsTable, DoorsTable } from './tables/doors.ts'
import type {
  BookedPlacesTable,
  BookingsTable,
  CalendarFeedsTable,
  EventInvitationsTable,
  EventQuestionsTable,
  EventsTable,
  EventTypesTable,
  PlaceAnswersTable,
  TicketEventsTable,
  WaitingEntriesTable,
} from './tables/events.ts'
import type { FilesTable } from './tables/files.ts'
import type { NotificationChoicesTable, NotificationsTable, SentMailsTable } from './tables/notifications.ts'
import type { PassesTable, PassKeysTable, PassShowingsTable } from './tables/passes.ts'
import type { AccountWordsTable, SearchBacklogTable, SearchPartsTable, SearchRenamesTable } from './tables/search.ts'
import type {
  MessageRevisionsTable,
  MessagesTable,
  SavedViewsTable,
  TicketPeopleTable,
  TicketReadsTable,
  TicketsTable,
  TicketTagsTable,
} from './tables/tickets.ts'

export type { AccountType, FailureReason, StaffType, TokenPurpose } from './tables/accounts.ts'
export type { JobStatus } from './tables/desk.ts'
export type { WaitingOn } from './tables/tickets.ts'

/** Times are UNIX milliseconds. */
export interface Schema {
  accounts: AccountsTable
  known_addresses: KnownAddressesTable
  sessions: SessionsTable
  tickets: TicketsTable
  messages: MessagesTable
  message_revisions: MessageRevisionsTable
  ticket_people: TicketPeopleTable
  ticket_reads: TicketReadsTable
  idempotency_keys: IdempotencyKeysTable
  drafts: DraftsTable
  audit_entries: AuditEntriesTable
  setup_codes: SetupCodesTable
  jobs: JobsTable
  account_tokens: AccountTokensTable
  api_tokens: ApiTokensTable
  staff_invitations: StaffInvitationsTable
  captured_mails: CapturedMailsTable
  authenticators: AuthenticatorsTable
  recovery_codes: RecoveryCodesTable
  passkeys: PasskeysTable
  passkey_challenges: PasskeyChallengesTable
  rate_limits: RateLimitsTable
  failed_logins: FailedLoginsTable
  refused_attempts: RefusedAttemptsTable
  settings: SettingsTable
  site_files: SiteFilesTable
  audit_head: AuditHeadTable
  storage_probe: StorageProbeTable
  ticket_tags: TicketTagsTable
  notifications: NotificationsTable
  notification_choices: NotificationChoicesTable
  sent_mails: SentMailsTable
  schedules: SchedulesTable
  saved_views: SavedViewsTable
  search_parts: SearchPartsTable
  search_renames: SearchRenamesTable
  search_backlog: SearchBacklogTable
  account_words: AccountWordsTable
  installation: InstallationTable
  files: FilesTable
  events: EventsTable
  event_types: EventTypesTable
  event_questions: EventQuestionsTable
  event_invitations: EventInvitationsTable
  bookings: BookingsTable
  booked_places: BookedPlacesTable
  place_answers: PlaceAnswersTable
  ticket_events: TicketEventsTable
  waiting_entries: WaitingEntriesTable
  passes: PassesTable
  pass_showings: PassShowingsTable
  pass_keys: PassKeysTable
  doors: DoorsTable
  admissions: AdmissionsTable
  conversations: ConversationsTable
  conversation_sides: ConversationSidesTable
  direct_messages: DirectMessagesTable
  blocks: BlocksTable
  conversation_reports: ConversationReportsTable
  calendar_feeds: CalendarFeedsTable
}
