import type { Kysely } from 'kysely'

/** Where an account has logged in from; IPv6 by /64. They count as long as nothing of the account was revoked since. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('known_addresses')
    .addColumn('account_id', 'integer', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('address_key', 'text', (column) => column.notNull())
    .addColumn('credentials_version', 'integer', (column) => column.notNull())
    .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('known_addresses_key', ['account_id', 'address_key'])
    .execute()
  await db.schema.createIndex('known_addresses_by_time').on('known_addresses').column('last_seen_at').execute()
}
