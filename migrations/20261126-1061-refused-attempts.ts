import type { Kysely } from 'kysely'

/** What strangers tried in vain and nobody's account is concerned by: one row for each client, kind and hour. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('refused_attempts')
    .addColumn('hour', 'bigint', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('last_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('refused_attempts_pk', ['hour', 'address', 'kind'])
    .execute()
}
