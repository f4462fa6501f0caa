import { type Kysely, sql } from 'kysely'

/** A notification says what happened by itself, whether or not there is a System line. */
export async function up(db: Kysely<unknown>) {
  await db.schema.alterTable('notifications').addColumn('action', 'text').execute()
  await sql`
    update notifications set action = (select messages.action from messages where messages.id = notifications.message_id)
    where kind = 'status'`.execute(db)
}
