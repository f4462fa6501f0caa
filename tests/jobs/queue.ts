import { z } from 'zod'
import type { Context } from '#context'
import { declareJob, implementJob, type JobDefinition } from '#platform/jobs/define-job.ts'
import type { World } from '../support/world.ts'

/** The jobs in the queue, in the order in which they were enqueued. */
export const jobsIn = ({ ctx }: World) => ctx.db.selectFrom('jobs').selectAll().orderBy('id').execute()

export async function onlyJob(world: World) {
  const [job, ...others] = await jobsIn(world)
  if (!job || others.length > 0) throw new Error(`there are ${others.length + (job ? 1 : 0)} jobs`)
  return job
}

export const emptyQueue = ({ ctx }: World) => ctx.db.deleteFrom('jobs').execute()

/** An effect that can be counted: each run inserts a row. */
export const leaveMark = (ctx: Context, name: string) =>
  ctx.db.insertInto('rate_limits').values({ bucket: name, used: 1, ends_at: 0 }).execute()

export async function marks({ ctx }: World): Promise<string[]> {
  const rows = await ctx.db.selectFrom('rate_limits').select('bucket').orderBy('bucket').execute()
  return rows.map(({ bucket }) => bucket)
}

export const numbered = z.object({ n: z.number() })
type Numbered = z.output<typeof numbered>

/** A kind that runs in the transaction that ends it, and one that runs outside of transactions. */
export const inside = declareJob('inside', numbered)
export const outside = declareJob('outside', numbered)

export const kindsDoing = (run: (ctx: Context, payload: Numbered) => Promise<unknown>): JobDefinition[] => [
  implementJob(inside, async (ctx, payload) => void (await run(ctx, payload)), { inTransaction: true }),
  implementJob(outside, async (ctx, payload) => void (await run(ctx, payload))),
]
