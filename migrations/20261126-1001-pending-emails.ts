import { type Kysely, sql } from 'kysely'

/** Finds the accounts that wait for an address to be confirmed, however it is capitalised. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createIndex('accounts_by_pending_email')
    .on('accounts')
    .expression(sql`(lower(pending_email))`)
    .execute()
}
