import { type Kysely, sql } from 'kysely'

/** Open tickets by how long somebody has waited, whoever that is: by `waits_since`, as on the home page. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createIndex('tickets_open_by_waiting')
    .on('tickets')
    .columns(['queue_rank', 'waits_since', 'id'])
    .where(sql<boolean>`closed_at is null`)
    .execute()
}
