import { mailJobs } from '../mail/jobs.ts'
import type { JobKinds } from './kinds.ts'

export const allKinds: JobKinds = { ...mailJobs }
