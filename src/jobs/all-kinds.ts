import { erasureJobs } from '../accounts/erasure.ts'
import { accountJobs } from '../accounts/jobs.ts'
import { readingJobs } from '../notifications/inbox.ts'
import { notificationJobs } from '../notifications/mails.ts'
import { pruningJobs, pruningSchedule } from '../retention/pruning.ts'
import { searchJobs } from '../search/renames.ts'
import { escalationJobs, escalationSchedule } from '../tickets/escalation.ts'
import { releaseJobs } from '../tickets/releases.ts'
import { deadJobsJobs } from './dead-jobs.ts'
import type { JobKinds } from './kinds.ts'
import type { Schedule } from './schedules.ts'

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
