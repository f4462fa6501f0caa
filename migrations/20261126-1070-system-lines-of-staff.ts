import { type Kysely, sql } from 'kysely'

/** System lines that record what staff did count as from staff, as messages do; all were stored as from customers. */
export async function up(db: Kysely<unknown>) {
  await sql`
    update messages set from_staff = 1
    where kind = 'system' and (
      event in ('claimed', 'taken_over', 'released', 'assigned')
      or author_id <> (select customer_id from tickets where tickets.id = messages.ticket_id)
    )`.execute(db)
}
