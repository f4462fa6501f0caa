import type { Kysely } from 'kysely'
import { tableWithId } from './portable.ts'

/** What a title (no message) or a message said before each edit. */
export async function up(db: Kysely<unknown>) {
  await tableWithId(db, 'edits')
    .addColumn('ticket_id', 'integer', (column) => column.notNull().references('tickets.id'))
    .addColumn('message_id', 'integer', (column) => column.references('messages.id'))
    .addColumn('author_id', 'integer', (column) => column.notNull().references('accounts.id'))
    .addColumn('before', 'text', (column) => column.notNull())
    .addColumn('edited_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('edits_of_ticket').on('edits').columns(['ticket_id', 'id']).execute()
}
