import type { Context } from '#context'
import { counted } from '#lib/counted.ts'
import { readQueueState } from '#platform/job-admin/queries.ts'
import { about, type Finding } from './finding.ts'

const { ok, warning } = about('jobs')
const longWait = 10 * 60_000

/** Dead jobs, and whether a worker runs the others. */
export async function checkJobs(ctx: Pick<Context, 'db' | 'clock'>): Promise<Finding> {
  const { counts, oldest_due_at } = await readQueueState(ctx)
  if (counts.dead > 0) return warning(`${counted(counts.dead, 'job')} given up: look at /admin/jobs.`)
  if (oldest_due_at !== null && oldest_due_at < ctx.clock.now() - longWait)
    return warning('Some have waited for more than ten minutes: start the desk, or npm run worker where WORKER=apart.')
  return ok(`${counted(counts.queued, 'job')} waiting, none given up.`)
}
