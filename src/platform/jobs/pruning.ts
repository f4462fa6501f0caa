import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from '#context'
import { minute } from '#lib/durations.ts'
import {
  deleteAhead,
  deletePortion,
  deleteSurplus,
  isClockInDoubt,
  type Retention,
  surplusBefore,
} from '#platform/db/retention.ts'
import { declareJob, implementJob, noPayload } from './define-job.ts'
import { enqueue } from './jobs.ts'
import type { Schedule } from './schedules.ts'

/** Deleting 500 rows with their indexes takes SQLite a few milliseconds. */
const portion = 500
/** Milliseconds; the rest is another job, so that shutdown need not wait and no lease expires. */
const runFor = 5000

/** Deletes expired rows. An error in one table does not stop the others. */
async function prune(ctx: Context, rules: readonly Retention[]): Promise<void> {
  const until = performance.now() + runFor
  const failures: unknown[] = []
  let finished = true
  // A machine whose clock is behind would take rows that are in force for dated ahead.
  const portions = (await isClockInDoubt(ctx)) ? [deletePortion] : [deletePortion, deleteAhead]
  for (const rule of rules) {
    try {
      finished = (await pruneTable(ctx, rule, portions, until)) && finished
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures, failures.join('; '))
  if (!finished) await enqueue(ctx, pruningJob, {})
}

/** @returns false if the time was up before all was deleted */
async function pruneTable(
  ctx: Context,
  rule: Retention,
  portions: (typeof deletePortion)[],
  until: number,
): Promise<boolean> {
  for (const deleteSome of portions) if (!(await inPortions(() => deleteSome(ctx, rule, portion), until))) return false
  const before = await surplusBefore(ctx, rule)
  return before === null || inPortions(() => deleteSurplus(ctx, rule, before, portion), until)
}

async function inPortions(deleteSome: () => Promise<number>, until: number): Promise<boolean> {
  for (;;) {
    const started = performance.now()
    if (started > until) return false
    if ((await deleteSome()) < portion) return true
    // Other writers get as much time as this took.
    await pause(performance.now() - started)
  }
}

export const pruningJob = declareJob('prune', noPayload)

/** @param rules of every feature */
export const pruningBy = (rules: readonly Retention[]) => implementJob(pruningJob, (ctx) => prune(ctx, rules))

export const pruningSchedule: Schedule = { job: pruningJob, every: 10 * minute }
