import { accountJobs } from '../accounts/jobs.ts'
import { escalationJobs, escalationSchedule } from '../tickets/escalation.ts'
import type { JobKinds } from './kinds.ts'
import type { Schedule } from './schedules.ts'

export const allKinds: JobKinds = { ...accountJobs, ...escalationJobs }

export const allSchedules: Schedule[] = [escalationSchedule]
