import type { Kysely } from 'kysely'
import { tableWithId } from './portable.ts'

export async function up(db: Kysely<unknown>) {
  await tableWithId(db, 'failed_logins')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('name_tried', 'text', (column) => column.notNull())
    .addColumn('name_key', 'text', (column) => column.notNull())
    .addColumn('account_id', 'integer')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('address', 'text')
    .addColumn('user_agent', 'text')
    .execute()
  await db.schema.createIndex('failed_logins_by_name').on('failed_logins').columns(['name_key', 'id']).execute()
  await db.schema.createIndex('failed_logins_by_address').on('failed_logins').columns(['address', 'id']).execute()
}
