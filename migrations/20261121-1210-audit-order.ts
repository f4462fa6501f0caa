import type { Kysely } from 'kysely'

/** The log is read by time, newest first, whatever it is filtered by. */
export async function up(db: Kysely<unknown>) {
  for (const column of ['actor_id', 'action']) await db.schema.dropIndex(`audit_entries_by_${column}`).execute()
  for (const column of ['actor_id', 'action', 'entity'])
    await db.schema
      .createIndex(`audit_entries_by_${column}`)
      .on('audit_entries')
      .columns([column, 'at', 'id'])
      .execute()
}
