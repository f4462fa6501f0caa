import { z } from 'zod'
import type { Context } from '#context'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { jobsDiscarded, jobsRetried } from './activity.ts'
import { countDeadUntil, deleteDead, requeueDead } from './queries.ts'

/** So many in one transaction that nobody waits for it; a job goes on with the others. */
const portion = 500

const deadJobs = z.object({
  /** The admin who asked for it. */
  actor_id: z.int(),
  /** Only jobs that were given up until then. */
  until: z.number(),
})
type DeadJobs = z.output<typeof deadJobs>

/** Has all dead jobs tried again. @returns how many there are, counted up to `mostCounted` */
export const retryAllJobs = (ctx: Context, actor: Actor): Promise<number> =>
  onAllDead(ctx, retryPortion, { actor_id: actor.id, until: ctx.clock.now() })

/**
 * Takes out of the queue all jobs that were dead at some time, so that none goes that nobody has seen.
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
