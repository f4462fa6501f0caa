import { z } from 'zod'
import type { Context } from '#context'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { jobsDiscarded, jobsRetried } from './activity.ts'
import { countDeadUntil, deleteDead, requeueDead } from './queries.ts'

/** Rows for each transaction, so that none blocks others for long; a job processes the rest. */
const portion = 500

const deadJobs = z.object({
  /** The admin who requested it. */
  actor_id: z.int(),
  /** Only jobs that died before this time. */
  until: z.number(),
})
type DeadJobs = z.output<typeof deadJobs>

/** Retries all dead jobs. @returns how many there are, counted up to `mostCounted` */
export const retryAllJobs = (ctx: Context, actor: Actor): Promise<number> =>
  onAllDead(ctx, retryPortion, { actor_id: actor.id, until: ctx.clock.now() })

/**
 * Discards all jobs that were dead at a given time, so that none goes that the admin has not seen.
 *
 * @returns how many there are, counted up to `mostCounted`
 */
export const discardAllJobs = (ctx: Context, actor: Actor, until = ctx.clock.now()): Promise<number> =>
  onAllDead(ctx, discardPortion, { actor_id: actor.id, until })

type Portion = (ctx: Context, jobs: DeadJobs) => Promise<void>

const onAllDead = (ctx: Context, doPortion: Portion, jobs: DeadJobs): Promise<number> =>
  withTransaction(ctx, async (ctx) => {
    const count = await countDeadUntil(ctx, jobs.until)
    if (count > 0) await doPortion(ctx, jobs)
    return count
  })

async function retryPortion(ctx: Context, jobs: DeadJobs): Promise<void> {
  const count = await requeueDead(ctx, jobs.until, portion)
  if (count > 0) await record(ctx, jobsRetried, { actor_id: jobs.actor_id, count })
  if (count === portion) await enqueue(ctx, retryDeadJob, jobs)
}

async function discardPortion(ctx: Context, jobs: DeadJobs): Promise<void> {
  const count = await deleteDead(ctx, jobs.until, portion)
  if (count > 0) await record(ctx, jobsDiscarded, { actor_id: jobs.actor_id, count })
  if (count === portion) await enqueue(ctx, discardDeadJob, jobs)
}

export const retryDeadJob = defineJob('retry_dead_jobs', deadJobs, retryPortion, { inTransaction: true })
export const discardDeadJob = defineJob('discard_dead_jobs', deadJobs, discardPortion, { inTransaction: true })
