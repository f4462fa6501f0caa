import type { Context } from '#context'
import { jobsTopic, publish } from '#platform/live/publish.ts'
import type { JobKind } from './define-job.ts'
import { type JobPriority, priorities } from './priorities.ts'
import { insertJobs } from './queries.ts'

export interface EnqueueOptions {
  /** The same key enqueues once, however often it is tried. */
  dedupe_key?: string
  /** UNIX milliseconds; now when left out. */
  run_at?: number
  /** 'ordinary' when left out. */
  priority?: JobPriority
}

/** Asks for something to be done soon, in the transaction of the change that causes it. */
export async function enqueue<Payload extends object>(
  ctx: Context,
  { kind, store }: JobKind<Payload>,
  payload: NoInfer<Payload>,
  options: EnqueueOptions = {},
): Promise<void> {
  const now = ctx.clock.now()
  const { dedupe_key = null, run_at = now, priority = 'ordinary' } = options
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

/** No statement grows with how many there are. */
const portion = 500

/** The same for many of a kind at once. */
export async function enqueueAll<Payload extends object>(
  ctx: Context,
  { kind, store }: JobKind<Payload>,
  jobs: ManyJobs<NoInfer<Payload>>[],
): Promise<void> {
  if (jobs.length === 0) return
  const now = ctx.clock.now()
  const shared = { kind, status: 'queued', attempts: 0, created_at: now } as const
  const rows = jobs.map(({ payload, dedupe_key, run_at = now }) => ({
    ...shared,
    payload: store(payload),
    dedupe_key,
    run_at,
  }))
  for (let n = 0; n < rows.length; n += portion) await insertJobs(ctx, rows.slice(n, n + portion))
  publish(ctx, jobsTopic)
}
