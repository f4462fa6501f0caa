import type { Context } from '#context'
import { withTransaction } from '#platform/db/transaction.ts'
import type { JobKind } from './define-job.ts'
import { enqueue } from './jobs.ts'
import { addSchedule, findDueSchedules, takeTurn } from './schedule-queries.ts'

/** A job without payload that is enqueued periodically; the schedule's name is the job's kind. */
export interface Schedule {
  job: JobKind<Record<string, never>>
  /** Milliseconds. */
  every: number
}

/** Registers schedules; known ones keep their next due time. */
export async function settleSchedules(ctx: Context, schedules: Schedule[]): Promise<void> {
  for (const { job, every } of schedules) await addSchedule(ctx, job.kind, every, ctx.clock.now())
}

/**
 * Enqueues what is due: once for each interval, however many processes check at the same moment. Schedules of another
 * version of the program are ignored.
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
