import { randomUUID } from 'node:crypto'
import { type ExpressionBuilder, sql } from 'kysely'
import type { Context } from '#context'
import { latestPlausible } from '#lib/clock-skew.ts'
import { minute } from '#lib/durations.ts'
import { hasChanged } from '#platform/db/changed-rows.ts'
import { skippingLocked } from '#platform/db/dialect.ts'
import type { Schema } from '#platform/db/schema.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { type JobPriority, priorities } from './priorities.ts'
import { type Job, mostAttempts } from './queries.ts'
import { longestDelay } from './retry-delay.ts'

/** Milliseconds; the longest lease that earlier versions take. */
const longestLease = 5 * minute

type Jobs = ExpressionBuilder<Schema, 'jobs'>

/** A literal, without which the partial indexes on queued jobs are not used. */
const queued = (ctx: Context, priority: JobPriority) =>
  ctx.db
    .selectFrom('jobs')
    .select('id')
    .where('status', '=', sql.lit('queued'))
    .where('priority', '=', priorities[priority])

/** Dated while the clock was ahead: no retry is due so late, and no job was enqueued in the future. */
function datedAhead(ctx: Context, priority: JobPriority, now: number) {
  const latest = latestPlausible(now)
  const tooLate = latest + longestDelay
  return {
    triedAgain: queued(ctx, priority).where('attempts', '>', sql.lit(0)).where('run_at', '>', tooLate),
    // A sum, so that the index on `created_at` is used: many jobs may be due much later.
    askedFor: queued(ctx, priority)
      .where('attempts', '=', sql.lit(0))
      .where('created_at', '>', latest)
      .where(sql`run_at + 0`, '>', tooLate),
  }
}

/** The worker has died, or took the lease while the clock was ahead. */
const isLost = (now: number) => (eb: Jobs) =>
  eb.or([eb('leased_until', '<', now), eb('leased_until', '>', latestPlausible(now) + longestLease)])

const processing = (ctx: Context) => ctx.db.selectFrom('jobs').select('id').where('status', '=', 'processing')

/** Rows corrected for each look, so that nobody waits long; the next look takes others. */
const portion = 500

/** Leases up to `count` due jobs until `leased_until`, including those of workers that died. */
export function leaseJobs(ctx: Context, priority: JobPriority, count: number, leased_until: number): Promise<Job[]> {
  const now = ctx.clock.now()
  return withTransaction(ctx, async (ctx) => {
    await giveBackLost(ctx, now)
    for (const ahead of Object.values(datedAhead(ctx, priority, now)))
      await ctx.db
        .updateTable('jobs')
        .set({ run_at: now })
        .where('id', 'in', ahead.limit(portion).$call(skippingLocked(ctx.db)))
        .execute()
    const due = queued(ctx, priority)
      .where('run_at', '<=', now)
      .orderBy('run_at')
      .orderBy('id')
      .limit(count)
      .$call(skippingLocked(ctx.db))
    const leased = await ctx.db
      .updateTable('jobs')
      .set((eb) => ({ status: 'processing', leased_until, leased_by: randomUUID(), attempts: eb('attempts', '+', 1) }))
      .where('id', 'in', due)
      .returningAll()
      .execute()
    // An update returns them in any order.
    return leased.sort((a, b) => a.run_at - b.run_at || a.id - b.id)
  })
}

/** Returns jobs of dead workers to the queue; a job that has ended too many workers is dead itself. */
async function giveBackLost(ctx: Context, now: number): Promise<void> {
  const lost = processing(ctx).where(isLost(now)).$call(skippingLocked(ctx.db))
  const update = ctx.db.updateTable('jobs').where('id', 'in', lost).set({ leased_until: null, leased_by: null })
  const last_error = 'The worker ended in the middle of it, or took too long.'
  await update.set({ status: 'dead', last_error, finished_at: now }).where('attempts', '>=', mostAttempts).execute()
  // One of them may have ended the process: after a second time they are due apart, so that the others are done.
  const run_at = sql<number>`case when attempts = 1 then run_at
    else cast(${now} as bigint) + (attempts - 1) * (id % 40) * 1000 end`
  await update.set({ status: 'queued', last_error, run_at }).execute()
}

/** Whether anything can be leased; checked before the write lock is taken. */
export async function isAnyDue(ctx: Context, priority: JobPriority): Promise<boolean> {
  const now = ctx.clock.now()
  const { triedAgain, askedFor } = datedAhead(ctx, priority, now)
  const found = await ctx.db
    .selectNoFrom(({ exists }) => [
      exists(queued(ctx, priority).where('run_at', '<=', now)).as('due'),
      exists(triedAgain).as('tried_again'),
      exists(askedFor).as('asked_for'),
      exists(processing(ctx).where(isLost(now))).as('lost'),
    ])
    .executeTakeFirstOrThrow()
  return Object.values(found).some(Boolean)
}

/** Extends these leases. Skips rows that are locked: their jobs are just ending. */
export async function renewLease(ctx: Context, leased_by: string, leased_until: number): Promise<void> {
  const held = processing(ctx).where('leased_by', '=', leased_by).$call(skippingLocked(ctx.db))
  await ctx.db.updateTable('jobs').set({ leased_until }).where('id', 'in', held).execute()
}

/** @returns false if the lease expired and another worker has the job */
export const isHeld = async (ctx: Context, { id, leased_by }: Job): Promise<boolean> =>
  (await processing(ctx).where('id', '=', id).where('leased_by', '=', leased_by).executeTakeFirst()) !== undefined

type Ending = Pick<Job, 'status' | 'run_at' | 'last_error' | 'finished_at'> & { attempts?: number }

/** @returns false if the lease expired and another worker has the job */
export const endAttempt = (ctx: Context, job: Job, ending: Ending): Promise<boolean> =>
  hasChanged(
    ctx.db
      .updateTable('jobs')
      .set({ ...ending, leased_until: null, leased_by: null })
      .where('id', '=', job.id)
      .where('status', '=', 'processing')
      .where('leased_by', '=', job.leased_by),
  )
