import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { tableWithId } from './portable.ts'

export async function up(db: Kysely<unknown>) {
  await tableWithId(db, 'messages')
    .addColumn('ticket_id', 'integer', (column) => column.notNull().references('tickets.id'))
    .addColumn('author_id', 'integer', (column) => column.notNull().references('accounts.id'))
    .addColumn('kind', 'text', (column) => column.notNull().check(sql`kind in ('message', 'note', 'system')`))
    .addColumn('event', 'text')
    .addColumn('about_id', 'integer', (column) => column.references('accounts.id'))
    .addColumn('from_staff', 'integer', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('sent_at', 'bigint', (column) => column.notNull())
    .addColumn('edited_at', 'bigint')
    .execute()
  await db.schema.createIndex('messages_of_ticket').on('messages').columns(['ticket_id', 'id']).execute()
}
