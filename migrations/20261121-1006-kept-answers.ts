import type { Kysely } from 'kysely'

/** The answer to each request that came with an idempotency key, to be given again to its repeat. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('kept_answers')
    .addColumn('account_id', 'integer', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('request_hash', 'text', (column) => column.notNull())
    .addColumn('answer', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('kept_answers_pk', ['account_id', 'key'])
    .execute()
  await db.schema.createIndex('kept_answers_by_age').on('kept_answers').column('created_at').execute()
}
