import { escalationJob, escalationSchedule } from '#desk/tickets/escalation.ts'
import { withdrawalJob } from '#desk/tickets/notification-withdrawal.ts'
import { releaseJob } from '#desk/tickets/releases.ts'
import { dropFormerJob, indexBacklogJob, respellJob } from '#desk/tickets/search-backlog.ts'
import { renameJob } from '#desk/tickets/search-documents.ts'
import { departureJob } from '#events/bookings/departure.ts'
import { announcementJob } from '#events/events/announcements.ts'
import { staffWaitsJob } from '#events/events/demotion.ts'
import { passOnJob } from '#events/events/hosts.ts'
import { invitationJob } from '#events/events/invitation-links.ts'
import { cancelledInvitationJob, changedInvitationJob } from '#events/events/mailed-invitations.ts'
import { lapseJob, offerJob } from '#events/events/offers.ts'
import { eventSchedules, placesCheckJob, reminderJob } from '#events/events/reminders.ts'
import { respellEventsJob } from '#events/events/respelling.ts'
import { endedWaitsJob } from '#events/events/waiting-limits.ts'
import { unreadableMessagesJob } from '#people/conversations/erasure.ts'
import { accountJobs } from '#people/email-links/jobs.ts'
import { personalRowsJob } from '#people/privacy/deletion.ts'
import { staffInvitationJob } from '#people/staff-invitations/invitations.ts'
import { fileSchedule, pruneFilesJob, removeFilesJob } from '#platform/files/pruning.ts'
import { discardDeadJob, retryDeadJob } from '#platform/job-admin/dead-jobs.ts'
import type { JobDefinition } from '#platform/jobs/define-job.ts'
import { furtherJobsJob } from '#platform/jobs/jobs.ts'
import { pruningBy, pruningSchedule } from '#platform/jobs/pruning.ts'
import type { Schedule } from '#platform/jobs/schedules.ts'
import { readNotificationsJob } from '#platform/notifications/inbox.ts'
import { mailJobs } from '#platform/notifications/mails.ts'
import { retentions } from './retained-tables.ts'

export const jobKinds: JobDefinition[] = [
  ...accountJobs,
  cancelledInvitationJob,
  changedInvitationJob,
  departureJob,
  discardDeadJob,
  dropFormerJob,
  endedWaitsJob,
  escalationJob,
  furtherJobsJob,
  indexBacklogJob,
  invitationJob,
  lapseJob,
  ...mailJobs,
  offerJob,
  passOnJob,
  personalRowsJob,
  placesCheckJob,
  pruneFilesJob,
  pruningBy(retentions),
  readNotificationsJob,
  releaseJob,
  reminderJob,
  removeFilesJob,
  renameJob,
  respellEventsJob,
  respellJob,
  retryDeadJob,
  staffInvitationJob,
  staffWaitsJob,
  announcementJob,
  unreadableMessagesJob,
  withdrawalJob,
]

export const schedules: Schedule[] = [escalationSchedule, fileSchedule, pruningSchedule, ...eventSchedules]
