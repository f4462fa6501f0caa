import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('read_marks')
    .addColumn('account_id', 'integer', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('ticket_id', 'integer', (column) => column.notNull().references('tickets.id'))
    .addColumn('message_id', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('read_marks_pk', ['account_id', 'ticket_id'])
    .execute()
}
