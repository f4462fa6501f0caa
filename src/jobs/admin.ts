import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Context } from '../context.ts'
import { whenCommitted, withTransaction } from '../db/transaction.ts'
import { conflict, malformed, notFound } from '../errors.ts'
import { type Cursor, pageOf } from '../http/pagination.ts'
import { jobExists, listDeadJobs, readQueueState, requeueAllDead, requeueJob } from './admin-queries.ts'

/** How the queue stands, and part of what has died in it. */
export async function readQueue(ctx: Context, limit: number, cursor?: Cursor) {
  if (cursor && cursor.length !== 2) throw malformed('This cursor belongs to another list.')
  const { rows, next } = pageOf(await listDeadJobs(ctx, limit + 1, cursor), limit, ({ run_at, id }) => [run_at, id])
  return { ...(await readQueueState(ctx)), dead: rows, next }
}

/** How many have failed too often. */
export const countDeadJobs = async (ctx: Context): Promise<number> => (await readQueueState(ctx)).counts.dead

/**
 * Has a job that has failed too often tried again, as often as a new one.
 *
 * @throws conflict when it is not dead any more
 */
export async function retryJob(ctx: Context, actor: Actor, id: number): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const job = await requeueJob(ctx, id)
    if (!job) {
      if (await jobExists(ctx, id)) throw conflict('job_not_dead', 'This job is being tried again already, or is done.')
      throw notFound('job')
    }
    const after = { kind: job.kind }
    await recordAudit(ctx, { actor_id: actor.id, action: 'job_retried', entity: 'job', entity_id: id, after })
    wake(ctx)
  })
}

/** @returns how many there were */
export async function retryAllJobs(ctx: Context, actor: Actor): Promise<number> {
  return withTransaction(ctx, async (ctx) => {
    const count = await requeueAllDead(ctx)
    if (count === 0) return 0
    const after = { count }
    await recordAudit(ctx, { actor_id: actor.id, action: 'jobs_retried', entity: 'job', entity_id: null, after })
    wake(ctx)
    return count
  })
}

const wake = (ctx: Context) => whenCommitted(ctx, () => ctx.live.send({ jobs: true }))
