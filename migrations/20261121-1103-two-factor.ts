import type { Kysely } from 'kysely'
import { tableWithId } from './portable.ts'

export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('authenticators')
    .addColumn('account_id', 'integer', (column) => column.primaryKey().references('accounts.id').onDelete('cascade'))
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('confirmed_at', 'bigint')
    .addColumn('last_step', 'bigint', (column) => column.notNull())
    .execute()
  await tableWithId(db, 'recovery_codes')
    .addColumn('account_id', 'integer', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('code_hash', 'text', (column) => column.notNull())
    .addColumn('used_at', 'bigint')
    .execute()
  await db.schema
    .createIndex('recovery_codes_of_account')
    .on('recovery_codes')
    .columns(['account_id', 'code_hash'])
    .execute()
}
