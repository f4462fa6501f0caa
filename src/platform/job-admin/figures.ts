import type { Context } from '#context'
import type { Figures } from '#platform/http/metrics.ts'
import { readQueueState } from './queries.ts'

/** Metrics: how many jobs wait, and for how long. */
export const jobFigures = (ctx: Context): Figures => ({
  known: [
    { name: 'jobs', help: 'Jobs in the queue, by state', label: 'state' },
    { name: 'jobs_oldest_due_seconds', help: 'How long the job that waits longest could have been done' },
  ],
  async read() {
    const { counts, oldest_due_at } = await readQueueState(ctx)
    const waited = oldest_due_at === null ? 0 : (ctx.clock.now() - oldest_due_at) / 1000
    return { jobs: counts, jobs_oldest_due_seconds: waited }
  },
})
