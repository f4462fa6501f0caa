import { z } from 'zod'
import type { Context } from '#context'
import { declareJob, implementJob, type JobDefinition } from '#platform/jobs/define-job.ts'
import type { World } from '../support/world.ts'

/** What the queue holds, in the order in which it was put there. */
export const jobsIn = ({ ctx }: World) => ctx.db.selectFrom('jobs').selectAll().orderBy('id').execute()

export async function onlyJob(world: World) {
  const [job, ...others] = await jobsIn(world)
  if (!job || others.length > 0) throw new Error(`there are ${others.length + (job ? 1 : 0)} jobs`)
  return job
}

export const emptyQueue = ({ ctx }: World) => ctx.db.deleteFrom('jobs').execute()

/** An effect in the database that can be counted: one row for each time. */
export const leaveMark = (ctx: Context, name: string) =>
  ctx.db.insertInto('rate_limits').values({ bucket: name, used: 1, ends_at: 0 }).execute()

export async function marks({ ctx }: World): Promise<string[]> {
  const rows = await ctx.db.selectFrom('rate_limits').select('bucket').orderBy('bucket').execute()
  return rows.map(({ bucket }) => bucket)
}

const numbered = z.object({ n: z.number() })
type Numbered = z.output<typeof numbered>

/** A kind whose effect and end are one transaction, and one that does its work outside of any. */
export const inside = declareJob('inside', numbered)
export const outside = declareJob('outside', numbered)

export const kindsDoing = (run: (ctx: Context, payload: Numbered) => Promise<unknown>): JobDefinition[] => [
  implementJob(inside, async (ctx, payload) => void (await run(ctx, payload)), { inTransaction: true }),
  implementJob(outside, async (ctx, payload) => void (await run(ctx, payload))),
]
