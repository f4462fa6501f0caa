import { escalationJobs, escalationSchedule } from '#desk/tickets/escalation.ts'
import { withdrawalJobs } from '#desk/tickets/notification-withdrawal.ts'
import { releaseJobs } from '#desk/tickets/releases.ts'
import { backlogJobs } from '#desk/tickets/search-backlog.ts'
import { searchJobs } from '#desk/tickets/search-documents.ts'
import { departureJobs } from '#events/bookings/departure.ts'
import { invitationJobs } from '#events/events/invitations.ts'
import { offerJobs } from '#events/events/offers.ts'
import { eventClockJobs, eventSchedules } from '#events/events/reminders.ts'
import { respellingJobs } from '#events/events/respelling.ts'
import { conversationJobs } from '#people/conversations/erasure.ts'
import { accountJobs } from '#people/email-links/jobs.ts'
import { deletionJobs } from '#people/privacy/deletion.ts'
import { staffInvitationJobs } from '#people/staff-invitations/invitations.ts'
import { fileJobs, fileSchedule } from '#platform/files/pruning.ts'
import { deadJobsJobs } from '#platform/job-admin/dead-jobs.ts'
import type { JobKinds } from '#platform/jobs/kinds.ts'
import type { Schedule } from '#platform/jobs/schedules.ts'
import { readingJobs } from '#platform/notifications/inbox.ts'
import { notificationJobs } from '#platform/notifications/mails.ts'
import { pruningJobs, pruningSchedule } from '#platform/retention/pruning.ts'
import { retentions } from './retained-tables.ts'

export const jobKinds: JobKinds = {
  ...accountJobs,
  ...backlogJobs,
  ...conversationJobs,
  ...deadJobsJobs,
  ...deletionJobs,
  ...departureJobs,
  ...escalationJobs,
  ...fileJobs,
  ...eventClockJobs,
  ...invitationJobs,
  ...notificationJobs,
  ...offerJobs,
  ...pruningJobs(retentions),
  ...readingJobs,
  ...releaseJobs,
  ...respellingJobs,
  ...searchJobs,
  ...staffInvitationJobs,
  ...withdrawalJobs,
}

export const schedules: Schedule[] = [escalationSchedule, fileSchedule, pruningSchedule, ...eventSchedules]
