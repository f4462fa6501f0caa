import type { Insertable, Selectable } from 'kysely'
import type { Context } from '#context'
import type { Schema } from '#platform/db/schema.ts'

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
