import { type Kysely, sql } from 'kysely'

/** The lists of the home page, by how long somebody has waited: of one assistant, of nobody, of the whole desk. */
export async function up(db: Kysely<unknown>) {
  const open = sql<boolean>`closed_at is null`
  await db.schema
    .createIndex('tickets_waiting_of_assistant')
    .on('tickets')
    .columns(['assistant_id', 'waiting_on', 'waits_since', 'id'])
    .where(open)
    .execute()
  await db.schema
    .createIndex('tickets_waiting')
    .on('tickets')
    .columns(['waiting_on', 'waits_since', 'id'])
    .where(open)
    .execute()
}
