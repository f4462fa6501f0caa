import type { Kysely } from 'kysely'

/** For whoever downloads the own data, and for the admins' page of an account. */
export async function up(db: Kysely<unknown>) {
  await db.schema.createIndex('tickets_of_customer').on('tickets').columns(['customer_id', 'id']).execute()
  // With the kind in it, what an author wrote is counted and listed without the lines that the system recorded.
  await db.schema.createIndex('messages_of_author').on('messages').columns(['author_id', 'kind', 'id']).execute()
}
