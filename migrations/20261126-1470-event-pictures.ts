import { type Kysely, sql } from 'kysely'

/** An event's picture; copies of an event share it. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .alterTable('events')
    .addColumn('picture_id', 'text', (column) => column.references('files.id').onDelete('set null'))
    .execute()
  await sql`create index events_with_picture on events (picture_id) where picture_id is not null`.execute(db)
}
