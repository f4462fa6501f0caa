import type { Kysely } from 'kysely'
import { tableWithId } from './portable.ts'

export async function up(db: Kysely<unknown>) {
  await tableWithId(db, 'saved_views')
    .addColumn('account_id', 'integer', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addUniqueConstraint('saved_views_name', ['account_id', 'name'])
    .execute()
}
