import type { Context } from '../context.ts'
import { whenCommitted } from '../db/transaction.ts'
import { insertJob } from './queries.ts'

export interface EnqueueOptions {
  /** The same key enqueues once, however often it is tried. */
  dedupe_key?: string
  /** UNIX milliseconds; now when left out. */
  run_at?: number
}

/** Asks for something to be done soon, in the transaction of the change that causes it. */
export async function enqueue(
  ctx: Context,
  kind: string,
  payload: object,
  options: EnqueueOptions = {},
): Promise<void> {
  const now = ctx.clock.now()
  const job = { kind, payload: JSON.stringify(payload), dedupe_key: options.dedupe_key ?? null, created_at: now }
  await insertJob(ctx, { ...job, status: 'queued', attempts: 0, run_at: options.run_at ?? now })
  whenCommitted(ctx, () => ctx.live.send({ jobs: true }))
}
