import { type Kysely, sql } from 'kysely'

/** Which jobs come first, and who holds one: a lease is renewed while its job runs, and needs a name that stays. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .alterTable('jobs')
    .addColumn('priority', 'integer', (column) => column.notNull().defaultTo(1).check(sql`priority between 0 and 1`))
    .execute()
  await db.schema.alterTable('jobs').addColumn('leased_by', 'text').execute()
  await db.schema
    .createIndex('jobs_queued')
    .on('jobs')
    .columns(['priority', 'run_at', 'id'])
    .where(sql<boolean>`status = 'queued'`)
    .execute()
}
