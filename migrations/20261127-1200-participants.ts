import { type Kysely, sql } from 'kysely'

/**
 * Who takes part in a ticket beside whoever opened it. Tickets say whether there ever was anybody: what reads one of
 * the others looks no further.
 */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('ticket_people')
    .addColumn('ticket_id', 'integer', (column) => column.notNull().references('tickets.id'))
    .addColumn('account_id', 'integer', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('added_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('ticket_people_pk', ['ticket_id', 'account_id'])
    .execute()
  const byAccount = db.schema.createIndex('ticket_people_of_account').on('ticket_people')
  await byAccount.columns(['account_id', 'ticket_id']).execute()
  await db.schema
    .alterTable('tickets')
    .addColumn('has_participants', 'integer', (column) =>
      column.notNull().defaultTo(0).check(sql`has_participants between 0 and 1`),
    )
    .execute()
}
