import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { tableWithId } from './portable.ts'

export async function up(db: Kysely<unknown>) {
  await tableWithId(db, 'accounts')
    .addColumn('username', 'text', (column) => column.notNull())
    .addColumn('username_key', 'text', (column) => column.notNull().unique())
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('email_key', 'text', (column) => column.notNull())
    .addColumn('email_verified_at', 'bigint')
    .addColumn('pending_email', 'text')
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .addColumn('account_type', 'text', (column) =>
      column.notNull().check(sql`account_type in ('customer', 'assistant', 'admin')`),
    )
    .addColumn('profile_icon', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('suspended_at', 'bigint')
    .addColumn('erased_at', 'bigint')
    .execute()
  // An address counts for one account: the one that confirmed it. Others may name it without being told who has it.
  await db.schema
    .createIndex('accounts_by_verified_email')
    .unique()
    .on('accounts')
    .column('email_key')
    .where(sql.ref('email_verified_at'), 'is not', null)
    .execute()
  await db.schema.createIndex('accounts_by_email').on('accounts').columns(['email_key', 'id']).execute()
  await db.schema
    .createIndex('accounts_by_admin')
    .on('accounts')
    .column('id')
    .where(sql.ref('account_type'), '=', sql.lit('admin'))
    .execute()
}
