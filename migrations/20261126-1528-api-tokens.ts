import type { Kysely } from 'kysely'
import { tableWithId } from './portable.ts'

/** By what programs act for their owner, within scopes and until a day that the owner chose. */
export async function up(db: Kysely<unknown>) {
  await tableWithId(db, 'api_tokens')
    .addColumn('account_id', 'integer', (column) => column.notNull().references('accounts.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('revoked_at', 'bigint')
    .addColumn('last_used_at', 'bigint')
    .addColumn('last_address', 'text')
    .execute()
  await db.schema.createIndex('api_tokens_of_account').on('api_tokens').columns(['account_id', 'expires_at']).execute()
  await db.schema.createIndex('api_tokens_by_expiry').on('api_tokens').column('expires_at').execute()
}
