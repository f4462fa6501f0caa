import type { Insertable, Selectable } from 'kysely'
import type { Context } from '#context'
import { insertedOnce } from '#platform/db/compiled-once.ts'
import type { Schema } from '#platform/db/schema.ts'

/** A job that fails this often is dead. */
export const mostAttempts = 20

export type Job = Selectable<Schema['jobs']>

const inserted = insertedOnce((db, jobs: Insertable<Schema['jobs']>[]) =>
  db
    .insertInto('jobs')
    .values(jobs)
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing()),
)

/** Skips jobs whose dedupe key exists already. */
export async function insertJobs(ctx: Context, jobs: Insertable<Schema['jobs']>[]): Promise<void> {
  await inserted(ctx.db, jobs)
}
