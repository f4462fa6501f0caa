import { searchJobs } from '#desk/ticket-lists/renames.ts'
import { escalationJobs, escalationSchedule } from '#desk/tickets/escalation.ts'
import { releaseJobs } from '#desk/tickets/releases.ts'
import { accountJobs } from '#people/email-links/jobs.ts'
import { erasureJobs } from '#people/privacy/erasure.ts'
import { deadJobsJobs } from '#platform/jobs/dead-jobs.ts'
import type { JobKinds } from '#platform/jobs/kinds.ts'
import type { Schedule } from '#platform/jobs/schedules.ts'
import { readingJobs } from '#platform/notifications/inbox.ts'
import { notificationJobs } from '#platform/notifications/mails.ts'
import { pruningJobs, pruningSchedule } from '#platform/retention/pruning.ts'

export const allKinds: JobKinds = {
  ...accountJobs,
  ...deadJobsJobs,
  ...erasureJobs,
  ...escalationJobs,
  ...notificationJobs,
  ...pruningJobs,
  ...readingJobs,
  ...releaseJobs,
  ...searchJobs,
}

export const allSchedules: Schedule[] = [escalationSchedule, pruningSchedule]
