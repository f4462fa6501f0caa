import type { Kysely } from 'kysely'

/** What somebody has reported, in the order in which it is exported: past nothing that others have. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createIndex('conversation_reports_by')
    .on('conversation_reports')
    .columns(['reporter_id', 'id'])
    .execute()
}
