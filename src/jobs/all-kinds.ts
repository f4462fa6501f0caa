import { accountJobs } from '../accounts/jobs.ts'
import type { JobKinds } from './kinds.ts'

export const allKinds: JobKinds = { ...accountJobs }
