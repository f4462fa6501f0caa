import type { Context } from '#context'
import { conflict, notFound } from '#errors'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { type Cursor, pageOf, refuseForeignCursor } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { jobDiscarded, jobRetried } from './activity.ts'
import { withConcerned } from './concerned.ts'
import { deleteDeadJob, findDeadJob, jobExists, listDeadJobs, readQueueState, requeueJob } from './queries.ts'

/** The state of the queue, and one page of its dead jobs. */
export async function readQueue(ctx: Context, limit: number, cursor?: Cursor) {
  refuseForeignCursor(cursor)
  const { rows, next } = pageOf(await listDeadJobs(ctx, limit + 1, cursor), limit, ({ run_at, id }) => [run_at, id])
  return { ...(await readQueueState(ctx)), dead: await withConcerned(ctx, rows), next }
}

/** The number of dead jobs. */
export const countDeadJobs = async (ctx: Context): Promise<number> => (await readQueueState(ctx)).counts.dead

/**
 * Retries a dead job, as often as a new one.
 *
 * @throws conflict if it is no longer dead
 */
export async function retryJob(ctx: Context, actor: Actor, id: number): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const job = (await requeueJob(ctx, id)) ?? (await refuseLiving(ctx, id))
    await record(ctx, jobRetried, { actor_id: actor.id, job_id: id, kind: job.kind })
  })
}

/** @throws conflict if it is no longer dead */
export async function getDeadJob(ctx: Context, id: number) {
  const job = (await findDeadJob(ctx, id)) ?? (await refuseLiving(ctx, id))
  const [dead] = await withConcerned(ctx, [job])
  return dead as NonNullable<typeof dead>
}

/**
 * Removes a dead job from the queue: its work will not be done.
 *
 * @throws conflict if it is no longer dead
 */
export async function discardJob(ctx: Context, actor: Actor, id: number): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const job = (await deleteDeadJob(ctx, id)) ?? (await refuseLiving(ctx, id))
    await record(ctx, jobDiscarded, { actor_id: actor.id, job_id: id, ...job })
  })
}

async function refuseLiving(ctx: Context, id: number): Promise<never> {
  if (await jobExists(ctx, id)) throw conflict('job_not_dead', 'This job is being tried again already, or is done.')
  throw notFound('job')
}
