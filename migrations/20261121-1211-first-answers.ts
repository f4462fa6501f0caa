import { type Kysely, sql } from 'kysely'

/** When the desk first answered, so that how long people wait can be read from an index. */
export async function up(db: Kysely<unknown>) {
  await db.schema.alterTable('tickets').addColumn('first_answered_at', 'bigint').execute()
  await sql`
    update tickets set first_answered_at = (
      select min(sent_at) from messages where ticket_id = tickets.id and kind = 'message' and from_staff = 1
    )`.execute(db)
  await db.schema
    .createIndex('tickets_by_first_answer')
    .on('tickets')
    .columns(['first_answered_at', 'opened_at'])
    .where(sql<boolean>`first_answered_at is not null`)
    .execute()
}
