import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('drafts')
    .addColumn('account_id', 'integer', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('fields', 'text', (column) => column.notNull())
    .addColumn('saved_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('from_ended_session', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('drafts_key', ['account_id', 'place'])
    .execute()
  await db.schema.createIndex('drafts_expiry').on('drafts').column('expires_at').execute()
}
