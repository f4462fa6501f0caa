import { type Kysely, sql } from 'kysely'

/**
 * The unread alone, in the order of a person's list: without it their number, on every page, is found by reading all that
 * the person was ever told.
 */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createIndex('notifications_unread_by_age')
    .on('notifications')
    .columns(['account_id', 'id'])
    .where(sql.ref('read_at'), 'is', null)
    .execute()
}
