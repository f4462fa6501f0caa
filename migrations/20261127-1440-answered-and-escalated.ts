import { type Kysely, sql } from 'kysely'

/** Escalated tickets that wait for their customers: mostly none, looked for every five minutes. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createIndex('tickets_answered_and_escalated')
    .on('tickets')
    .columns(['queue_rank', 'waiting_on'])
    .where(sql<boolean>`closed_at is null and queue_rank = 0 and waiting_on = 'customer'`)
    .execute()
}
