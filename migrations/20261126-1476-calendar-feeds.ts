import type { Kysely } from 'kysely'

/** The secret address by which somebody's calendar program reads what they come to. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('calendar_feeds')
    .addColumn('account_id', 'integer', (column) => column.primaryKey().notNull().references('accounts.id'))
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
}
