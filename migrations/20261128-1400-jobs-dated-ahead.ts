import { type Kysely, sql } from 'kysely'

/** By which jobs that a clock dated ahead are found without reading all that wait for later. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createIndex('jobs_tried_again')
    .on('jobs')
    .columns(['priority', 'run_at'])
    .where(sql<boolean>`status = 'queued' and attempts > 0`)
    .execute()
  await db.schema
    .createIndex('jobs_untried')
    .on('jobs')
    .columns(['priority', 'created_at'])
    .where(sql<boolean>`status = 'queued' and attempts = 0`)
    .execute()
}
