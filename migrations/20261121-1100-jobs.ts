import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { tableWithId } from './portable.ts'

export async function up(db: Kysely<unknown>) {
  await tableWithId(db, 'jobs')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('dedupe_key', 'text', (column) => column.unique())
    .addColumn('status', 'text', (column) =>
      column.notNull().check(sql`status in ('queued', 'processing', 'succeeded', 'dead')`),
    )
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('run_at', 'bigint', (column) => column.notNull())
    .addColumn('leased_until', 'bigint')
    .addColumn('last_error', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('finished_at', 'bigint')
    .execute()
  await db.schema.createIndex('jobs_by_status').on('jobs').columns(['status', 'run_at', 'id']).execute()
}
