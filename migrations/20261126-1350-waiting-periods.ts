import { type Kysely, sql } from 'kysely'

/**
 * Since when a ticket waits for whom it waits for: the first message that is not answered yet, or the answer that the
 * customer has not reacted to; after a reopening, not longer than since then.
 */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .alterTable('tickets')
    .addColumn('waits_since', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
  await sql`
    update tickets set waits_since = case when waiting_on = 'customer' then staff_replied_at else coalesce(
      (select sent_at from messages
        where ticket_id = tickets.id and kind = 'message' and from_staff = 0 and id > coalesce(
          (select max(id) from messages where ticket_id = tickets.id and kind = 'message' and from_staff = 1), 0)
        order by id limit 1),
      opened_at) end`.execute(db)
  await sql`update tickets set waits_since = open_since where waits_since < open_since`.execute(db)
  await db.schema
    .createIndex('tickets_waiting_to_escalate')
    .on('tickets')
    .columns(['priority', 'waits_since', 'id'])
    .where(sql<boolean>`closed_at is null and escalated_at is null and waiting_on = 'staff'`)
    .execute()
}
