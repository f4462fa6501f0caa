import type { Kysely } from 'kysely'

/** What this installation has to know about itself: which secrets it was used with, when it was last backed up. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('installation')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('recorded_at', 'bigint', (column) => column.notNull())
    .execute()
}
