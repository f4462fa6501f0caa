import { accountJobs } from '../accounts/jobs.ts'
import { notificationJobs } from '../notifications/mails.ts'
import { pruningJobs, pruningSchedule } from '../retention/pruning.ts'
import { searchJobs } from '../search/renames.ts'
import { escalationJobs, escalationSchedule } from '../tickets/escalation.ts'
import type { JobKinds } from './kinds.ts'
import type { Schedule } from './schedules.ts'

export const allKinds: JobKinds = {
  ...accountJobs,
  ...escalationJobs,
  ...notificationJobs,
  ...pruningJobs,
  ...searchJobs,
}

export const allSchedules: Schedule[] = [escalationSchedule, pruningSchedule]
