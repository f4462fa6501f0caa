import type { Context } from '#context'
import { withTransaction } from '#platform/db/transaction.ts'
import type { JobKind } from './define-job.ts'
import { enqueue } from './jobs.ts'
import { addSchedule, findDueSchedules, takeTurn } from './schedule-queries.ts'

/** A job without a payload that is enqueued again and again, under the schedule's name, which is its kind. */
export interface Schedule {
  job: JobKind<Record<string, never>>
  /** Milliseconds. */
  every: number
}

/** Makes schedules known; those that are known already keep their turn. */
export async function settleSchedules(ctx: Context, schedules: Schedule[]): Promise<void> {
  for (const { job, every } of schedules) await addSchedule(ctx, job.kind, every, ctx.clock.now())
}

/**
 * Enqueues what is due: once for each turn, however many processes look at the same moment. What another version of
 * the program has left in the table is not this one's to do.
 */
export async function enqueueDue(ctx: Context, schedules: Schedule[]): Promise<void> {
  const now = ctx.clock.now()
  for (const { name, every, next_at } of await findDueSchedules(ctx, now)) {
    const schedule = schedules.find(({ job }) => job.kind === name)
    if (!schedule) continue
    await withTransaction(ctx, async (ctx) => {
      const following = next_at > now ? now + every : Math.max(next_at + every, now + 1)
      const mine = await takeTurn(ctx, name, next_at, following)
      if (mine) await enqueue(ctx, schedule.job, {})
    })
  }
}
