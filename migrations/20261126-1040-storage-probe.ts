import type { Kysely } from 'kysely'

/** One row, written again and again to find out whether the database takes writes. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('storage_probe')
    .addColumn('only', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('mark', 'text', (column) => column.notNull())
    .addColumn('written_at', 'bigint', (column) => column.notNull())
    .execute()
}
