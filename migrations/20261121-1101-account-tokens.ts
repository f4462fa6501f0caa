import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** What a link in a mail proves; only hashes of the tokens are kept. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('account_tokens')
    .addColumn('token_hash', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_id', 'integer', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('purpose', 'text', (column) =>
      column.notNull().check(sql`purpose in ('verify_email', 'reset_password')`),
    )
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('used_at', 'bigint')
    .execute()
  await db.schema
    .createIndex('account_tokens_of_account')
    .on('account_tokens')
    .columns(['account_id', 'purpose'])
    .execute()
}
