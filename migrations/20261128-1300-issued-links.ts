import { type Kysely, sql } from 'kysely'

/** Links that an admin makes end with the admin. */
export async function up(db: Kysely<unknown>) {
  const table = db.schema.alterTable('account_tokens')
  await table
    .addColumn('issued_by', 'integer', (column) => column.references('accounts.id').onDelete('cascade'))
    .execute()
  const index = db.schema.createIndex('account_tokens_by_issuer').on('account_tokens').column('issued_by')
  await index.where(sql.ref('issued_by'), 'is not', null).execute()
}
