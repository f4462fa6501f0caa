import type { Kysely } from 'kysely'

/** What is done again and again, once each time however many processes there are. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('schedules')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('every', 'bigint', (column) => column.notNull())
    .addColumn('next_at', 'bigint', (column) => column.notNull())
    .execute()
}
