import { retention } from '../db/retention.ts'

export const jobRetention = [
  retention({
    table: 'jobs',
    key: ['id'],
    column: 'run_at',
    only: { status: 'succeeded' },
    keepFor: (config) => config.retention.jobs,
  }),
  retention({
    table: 'jobs',
    key: ['id'],
    column: 'run_at',
    only: { status: 'dead' },
    keepFor: (config) => config.retention.deadJobs,
  }),
]
