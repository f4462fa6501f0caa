import type { Kysely } from 'kysely'

/** For whoever downloads or deletes the own account. */
export async function up(db: Kysely<unknown>) {
  await db.schema.createIndex('failed_logins_of_account').on('failed_logins').columns(['account_id', 'id']).execute()
}
