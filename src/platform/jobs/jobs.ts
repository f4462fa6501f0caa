import { z } from 'zod'
import type { Context } from '#context'
import { jobsTopic, publish } from '#platform/live/publish.ts'
import { defineJob, type JobKind } from './define-job.ts'
import { type JobPriority, priorities } from './priorities.ts'
import { insertJobs } from './queries.ts'

export interface EnqueueOptions {
  /** Only the first job with this key is enqueued. */
  dedupe_key?: string
  /** UNIX milliseconds; now when left out. */
  run_at?: number
  /** That of the kind when left out. */
  priority?: JobPriority
}

/** Enqueues a job in the transaction that causes it. */
export async function enqueue<Payload extends object>(
  ctx: Context,
  { kind, store, priority: usual = 'ordinary' }: JobKind<Payload>,
  payload: NoInfer<Payload>,
  options: EnqueueOptions = {},
): Promise<void> {
  const now = ctx.clock.now()
  const { dedupe_key = null, run_at = now, priority = usual } = options
  const job = { kind, payload: store(payload), dedupe_key, created_at: now, run_at }
  await insertJobs(ctx, [{ ...job, status: 'queued', attempts: 0, priority: priorities[priority] }])
  publish(ctx, jobsTopic)
}

interface ManyJobs<Payload> {
  payload: Payload
  /** UNIX milliseconds; now when left out. */
  run_at?: number
  dedupe_key: string
}

/** Few enough rows for one short transaction. */
const portion = 500

/** Like `enqueue`, for any number of jobs of one kind: those after the first ones are enqueued by jobs. */
export async function enqueueAll<Payload extends object>(
  ctx: Context,
  { kind, store, priority = 'ordinary' }: JobKind<Payload>,
  jobs: ManyJobs<NoInfer<Payload>>[],
): Promise<void> {
  if (jobs.length === 0) return
  const now = ctx.clock.now()
  const shared = { kind, status: 'queued', attempts: 0, priority: priorities[priority], created_at: now } as const
  const rows = jobs.slice(0, portion).map(({ payload, dedupe_key, run_at = now }) => ({
    ...shared,
    payload: store(payload),
    dedupe_key,
    run_at,
  }))
  await insertJobs(ctx, rows)
  publish(ctx, jobsTopic)
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
