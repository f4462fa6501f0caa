import type { Insertable, Selectable } from 'kysely'
import type { Context } from '../context.ts'
import { skippingLocked } from '../db/dialect.ts'
import type { Schema } from '../db/schema.ts'
import { withTransaction } from '../db/transaction.ts'

/** After the last of them a job is dead. */
export const mostAttempts = 20

export type Job = Selectable<Schema['jobs']>

/** @returns false when a job with the same dedupe key is there already */
export async function insertJob(ctx: Context, job: Insertable<Schema['jobs']>): Promise<boolean> {
  const result = await ctx.db
    .insertInto('jobs')
    .values(job)
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** Passes over those whose dedupe keys are there already. */
export async function insertJobs(ctx: Context, jobs: Insertable<Schema['jobs']>[]): Promise<void> {
  await ctx.db
    .insertInto('jobs')
    .values(jobs)
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .execute()
}

/** Takes up to `count` due jobs, those of workers that died included, and holds them until `leased_until`. */
export function leaseJobs(ctx: Context, count: number, leased_until: number): Promise<Job[]> {
  const now = ctx.clock.now()
  return withTransaction(ctx, async (ctx) => {
    await giveBackLost(ctx, now)
    const due = ctx.db
      .selectFrom('jobs')
      .select('id')
      .where('status', '=', 'queued')
      .where('run_at', '<=', now)
      .orderBy('run_at')
      .orderBy('id')
      .limit(count)
      .$call(skippingLocked(ctx.db))
    return ctx.db
      .updateTable('jobs')
      .set((eb) => ({ status: 'processing', leased_until, attempts: eb('attempts', '+', 1) }))
      .where('id', 'in', due)
      .returningAll()
      .execute()
  })
}

/** What workers that died had taken; a job that has ended so many of them is dead itself. */
async function giveBackLost(ctx: Context, now: number): Promise<void> {
  const lost = ctx.db
    .updateTable('jobs')
    .where('status', '=', 'processing')
    .where('leased_until', '<', now)
    .set({ leased_until: null })
  const last_error = 'The worker ended in the middle of it, or took too long.'
  await lost.set({ status: 'dead', last_error, finished_at: now }).where('attempts', '>=', mostAttempts).execute()
  await lost.set({ status: 'queued', last_error }).execute()
}

/** Whether there is anything to lease; asked before a write lock is taken for it. */
export async function isAnyDue(ctx: Context): Promise<boolean> {
  const now = ctx.clock.now()
  const row = await ctx.db
    .selectFrom('jobs')
    .select('id')
    .where(({ eb, and, or }) =>
      or([
        and([eb('status', '=', 'queued'), eb('run_at', '<=', now)]),
        and([eb('status', '=', 'processing'), eb('leased_until', '<', now)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

type Ending = Pick<Job, 'status' | 'run_at' | 'last_error' | 'finished_at'> & { attempts?: number }

/** @returns false when the lease ran out and another worker has the job */
export async function endAttempt(ctx: Context, job: Job, ending: Ending): Promise<boolean> {
  const result = await ctx.db
    .updateTable('jobs')
    .set({ ...ending, leased_until: null })
    .where('id', '=', job.id)
    .where('status', '=', 'processing')
    .where('leased_until', '=', job.leased_until)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
