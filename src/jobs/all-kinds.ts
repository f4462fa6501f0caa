import { accountJobs } from '../accounts/jobs.ts'
import { forgettingJobs, forgettingSchedule } from '../notifications/forgetting.ts'
import { notificationJobs } from '../notifications/mails.ts'
import { escalationJobs, escalationSchedule } from '../tickets/escalation.ts'
import type { JobKinds } from './kinds.ts'
import type { Schedule } from './schedules.ts'

export const allKinds: JobKinds = { ...accountJobs, ...escalationJobs, ...forgettingJobs, ...notificationJobs }

export const allSchedules: Schedule[] = [escalationSchedule, forgettingSchedule]
