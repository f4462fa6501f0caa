import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { tableWithId } from './portable.ts'

export async function up(db: Kysely<unknown>) {
  await tableWithId(db, 'notifications')
    .addColumn('account_id', 'integer', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'integer', (column) => column.references('tickets.id'))
    .addColumn('message_id', 'integer', (column) => column.references('messages.id'))
    .addColumn('actor_id', 'integer', (column) => column.references('accounts.id'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('read_at', 'bigint')
    .execute()
  await db.schema.createIndex('notifications_of_account').on('notifications').columns(['account_id', 'id']).execute()
  await db.schema
    .createIndex('notifications_unread')
    .on('notifications')
    .columns(['account_id', 'ticket_id', 'id'])
    .where(sql.ref('read_at'), 'is', null)
    .execute()
  await db.schema
    .createTable('notification_choices')
    .addColumn('account_id', 'integer', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('by_email', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('notification_choices_pk', ['account_id', 'kind'])
    .execute()
}
