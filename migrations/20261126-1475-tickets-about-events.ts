import { type Kysely, sql } from 'kysely'

/** Which event a ticket is about. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('ticket_events')
    .addColumn('ticket_id', 'integer', (column) =>
      column.primaryKey().notNull().references('tickets.id').onDelete('cascade'),
    )
    .addColumn('event_id', 'integer', (column) => column.notNull().references('events.id'))
    .execute()
  await sql`create index ticket_events_by_event on ticket_events (event_id)`.execute(db)
}
