import type { Context } from '#context'
import { jobsTopic, publish } from '#platform/live/publish.ts'
import type { JobKind } from './define-job.ts'
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

export interface ManyJobs<Payload> {
  payload: Payload
  /** UNIX milliseconds; now when left out. */
  run_at?: number
  dedupe_key: string
}

/** Rows for each statement. */
const portion = 500

/** Like `enqueue`, for many jobs of one kind. */
export async function enqueueAll<Payload extends object>(
  ctx: Context,
  { kind, store, priority = 'ordinary' }: JobKind<Payload>,
  jobs: ManyJobs<NoInfer<Payload>>[],
): Promise<void> {
  if (jobs.length === 0) return
  const now = ctx.clock.now()
  const shared = { kind, status: 'queued', attempts: 0, priority: priorities[priority], created_at: now } as const
  const rows = jobs.map(({ payload, dedupe_key, run_at = now }) => ({
    ...shared,
    payload: store(payload),
    dedupe_key,
    run_at,
  }))
  for (let n = 0; n < rows.length; n += portion) await insertJobs(ctx, rows.slice(n, n + portion))
  publish(ctx, jobsTopic)
}
