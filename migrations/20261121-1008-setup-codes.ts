import type { Kysely } from 'kysely'

/** Codes that let whoever reads the terminal make the first admin; only their hashes are kept. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('setup_codes')
    .addColumn('code_hash', 'text', (column) => column.primaryKey().notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
}
