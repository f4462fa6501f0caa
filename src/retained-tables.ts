import { doorRetention } from '#events/door/retention.ts'
import { invitationRetention } from '#events/events/retention.ts'
import { showingRetention } from '#events/passes/retention.ts'
import { accountRetention } from '#people/accounts/retention.ts'
import { tokenRetention } from '#people/api-tokens/retention.ts'
import { reportRetention } from '#people/conversations/retention.ts'
import { staffInvitationRetention } from '#people/staff-invitations/retention.ts'
import type { Schema } from '#platform/db/schema.ts'
import { draftRetention } from '#platform/drafts/retention.ts'
import { answerRetention } from '#platform/http/retention.ts'
import { jobRetention } from '#platform/jobs/retention.ts'
import { limitRetention } from '#platform/limits/retention.ts'
import { mailRetention } from '#platform/mail/retention.ts'
import { notificationRetention } from '#platform/notifications/retention.ts'

/** Everything that is deleted after a time. */
export const retentions = [
  ...accountRetention,
  tokenRetention,
  answerRetention,
  doorRetention,
  draftRetention,
  invitationRetention,
  reportRetention,
  limitRetention,
  ...jobRetention,
  ...mailRetention,
  ...notificationRetention,
  showingRetention,
  staffInvitationRetention,
]

type Pruned = (typeof retentions)[number]['table']

/** Why nothing is deleted from the other tables, and what limits their size. */
export const retained: Record<Exclude<keyof Schema, Pruned>, string> = {
  account_words: 'A few rows for each account, kept with it.',
  admissions: 'One row for each person let in.',
  accounts: 'The people. Deleting one erases the data; the row stays as the author of what was said.',
  audit_entries: 'The record of what was done, for ever: the chain could not be verified without its beginning.',
  audit_head: 'One row.',
  booked_places: 'Four for each booking at most.',
  bookings: 'Who came to what. Booking has a limit.',
  calendar_feeds: 'One row for each account at most.',
  event_questions: 'Six for each event at most.',
  event_types: 'Six for each event at most.',
  events: 'The events of the desk. Creating has a limit.',
  pass_keys: '255 at most; a retired one still verifies what it signed.',
  passes: 'One row for each booked place.',
  place_answers: 'One row for each question and booked place.',
  waiting_entries: 'One row for each person who waited for a place. Joining has a limit.',
  authenticators: 'One row for each account with two-factor login.',
  files: 'One row for each picture in use; the job prune_files deletes the others.',
  message_revisions: 'What a ticket said before: kept with the ticket. Editing has a limit.',
  blocks: 'One row for each person whom somebody blocks; gone with the account that blocks.',
  conversation_sides: 'Two rows for each conversation.',
  conversations: 'One row for each pair of people. Starting one has a limit.',
  direct_messages: 'What two people wrote to each other, kept for both. Writing has a limit.',
  installation: 'One row for each fact.',
  messages: 'What the desk is for. Writing has a limit.',
  notification_choices: 'One row for each account and kind of notification.',
  passkeys: 'Twenty for each account at most.',
  ticket_people: 'Ten for each ticket at most, kept with it.',
  ticket_reads: 'One row for each ticket and each person who has read it.',
  recovery_codes: 'Ten for each account with two-factor login; new ones replace the old.',
  saved_views: 'Twenty for each account at most.',
  schedules: 'One row for each kind of scheduled job.',
  search_backlog: 'One row, until everything is in the search after an upgrade.',
  search_parts: 'One row for about sixteen messages, kept with them.',
  search_renames: 'One row for each ticket whose new title is still being written into the search.',
  settings: 'One row for each setting.',
  site_files: 'One row for each file that can be replaced: the logo.',
  storage_probe: 'One row.',
  ticket_events: 'One row for each ticket about an event, kept with it.',
  ticket_tags: 'Ten for each ticket at most.',
  tickets: 'What the desk is for. Opening has a limit.',
}
