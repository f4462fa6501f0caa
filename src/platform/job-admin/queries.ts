import { sql } from 'kysely'
import type { Context } from '#context'
import { latestPlausible } from '#lib/clock-skew.ts'
import { countChanged } from '#platform/db/changed-rows.ts'
import type { JobStatus } from '#platform/db/schema.ts'
import type { Cursor } from '#platform/http/pagination.ts'
import type { Job } from '#platform/jobs/queries.ts'

export const statuses = ['queued', 'processing', 'succeeded', 'dead'] as const satisfies JobStatus[]

/** Counting stops here, so that it is cheap however long the queue is. */
export const mostCounted = 10_000

export interface QueueState {
  counts: Record<JobStatus, number>
  /** When the job that has waited longest was due; null if none waits. */
  oldest_due_at: number | null
}

/** One statement that reads only an index. */
export async function readQueueState(ctx: Pick<Context, 'db' | 'clock'>): Promise<QueueState> {
  const { oldest_due_at, ...counts } = await ctx.db
    .selectNoFrom(({ selectFrom }) => [
      ...statuses.map((status) =>
        selectFrom(selectFrom('jobs').select('id').where('status', '=', status).limit(mostCounted).as('some'))
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .as(status),
      ),
      selectFrom('jobs')
        .select(({ fn }) => fn.min('run_at').as('run_at'))
        .where('status', '=', 'queued')
        .where('run_at', '<=', ctx.clock.now())
        .as('oldest_due_at'),
    ])
    .executeTakeFirstOrThrow()
  return {
    counts: Object.fromEntries(statuses.map((status) => [status, Number(counts[status])])) as QueueState['counts'],
    oldest_due_at: oldest_due_at as number | null,
  }
}

/** Dead jobs, most recent first, by keyset over due time and id. */
export function listDeadJobs(ctx: Context, count: number, after?: Cursor): Promise<Job[]> {
  let query = ctx.db
    .selectFrom('jobs')
    .selectAll()
    .where('status', '=', 'dead')
    .orderBy('run_at', 'desc')
    .orderBy('id', 'desc')
    .limit(count)
  if (after) query = query.where(sql<boolean>`(run_at, id) < (${sql.join([...after])})`)
  return query.execute()
}

const backInQueue = (ctx: Context) =>
  ctx.db
    .updateTable('jobs')
    .set({ status: 'queued', attempts: 0, run_at: ctx.clock.now(), finished_at: null })
    .where('status', '=', 'dead')

/** @returns the job's kind; undefined if it is not dead */
export const requeueJob = (ctx: Context, id: number) =>
  backInQueue(ctx).where('id', '=', id).returning('kind').executeTakeFirst()

/** Jobs that died before a time, at most `count`. */
const deadUntil = (ctx: Context, until: number, count: number) =>
  ctx.db
    .selectFrom('jobs')
    .select('id')
    .where('status', '=', 'dead')
    .where(({ eb, or }) =>
      or([
        eb('finished_at', '<=', until),
        eb('finished_at', 'is', null),
        eb('finished_at', '>', latestPlausible(ctx.clock.now())),
      ]),
    )
    .limit(count)

/** Counts the jobs that died before a time, up to `mostCounted`. */
export async function countDeadUntil(ctx: Context, until: number): Promise<number> {
  const { count } = await ctx.db
    .selectFrom(deadUntil(ctx, until, mostCounted).as('dead'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** @returns how many, at most `count` */
export const requeueDead = (ctx: Context, until: number, count: number): Promise<number> =>
  countChanged(backInQueue(ctx).where('id', 'in', deadUntil(ctx, until, count)))

export const findDeadJob = (ctx: Context, id: number): Promise<Job | undefined> =>
  ctx.db.selectFrom('jobs').selectAll().where('id', '=', id).where('status', '=', 'dead').executeTakeFirst()

/** @returns the job; undefined if it is not dead */
export const deleteDeadJob = (ctx: Context, id: number) =>
  ctx.db
    .deleteFrom('jobs')
    .where('id', '=', id)
    .where('status', '=', 'dead')
    .returning(['kind', 'attempts'])
    .executeTakeFirst()

/** @returns how many, at most `count` */
export const deleteDead = (ctx: Context, until: number, count: number): Promise<number> =>
  countChanged(
    ctx.db
      .deleteFrom('jobs')
      .where('id', 'in', deadUntil(ctx, until, count))
      .where('status', '=', 'dead'),
  )

export const listMailboxes = async (ctx: Context, ids: number[]) =>
  ids.length === 0
    ? []
    : ctx.db.selectFrom('accounts').select(['id', 'email', 'username']).where('id', 'in', ids).execute()

export async function jobExists(ctx: Context, id: number): Promise<boolean> {
  return (await ctx.db.selectFrom('jobs').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
}
