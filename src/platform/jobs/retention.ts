import { retention } from '#platform/db/retention.ts'

export const jobRetention = [
  retention({
    table: 'jobs',
    key: ['id'],
    column: 'run_at',
    only: { status: 'succeeded' },
    keepFor: (config) => config.retention.jobs,
    // Anonymous visitors who request mails create a job each, whether or not there is such an account.
    most: 100_000,
  }),
  retention({
    table: 'jobs',
    key: ['id'],
    column: 'run_at',
    only: { status: 'dead' },
    keepFor: (config) => config.retention.deadJobs,
    most: 100_000,
  }),
]
