import { z } from 'zod'
import type { Context } from '#context'
import { defineJob, type JobKind } from './define-job.ts'
import { enqueue, enqueueAll, type ManyJobs } from './jobs.ts'

/** Few enough rows for one short transaction. */
const portion = 500

/** Like `enqueueAll`, for any number of jobs: those after the first ones are enqueued by jobs. */
export async function enqueueInPortions<Payload extends object>(
  ctx: Context,
  job: JobKind<Payload>,
  jobs: ManyJobs<NoInfer<Payload>>[],
): Promise<void> {
  const { kind, priority = 'ordinary' } = job
  await enqueueAll(ctx, job, jobs.slice(0, portion))
  for (let n = portion; n < jobs.length; n += portion)
    await enqueue(ctx, furtherJobsJob, { kind, priority, jobs: jobs.slice(n, n + portion) })
}

const stored = z.object({
  kind: z.string(),
  /** Jobs of an earlier version have none. */
  priority: z.enum(['urgent', 'ordinary', 'mail']).default('ordinary'),
  jobs: z.array(z.object({ payload: z.custom<object>(), run_at: z.int().exactOptional(), dedupe_key: z.string() })),
})

// As they may send mails, a restore keeps them back, too.
export const furtherJobsJob = defineJob(
  'enqueue_further',
  stored,
  (ctx, { jobs, ...kind }) => enqueueAll(ctx, { ...kind, store: JSON.stringify }, jobs),
  { inTransaction: true, mails: true },
)
