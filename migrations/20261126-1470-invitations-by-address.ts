import { type Kysely, sql } from 'kysely'

/** Whoever is invited by an address is told by it alone: the same account may be invited by its name as well. */
export async function up(db: Kysely<unknown>) {
  await db.schema.dropIndex('event_invitations_account').execute()
  const byName = db.schema.createIndex('event_invitations_account').unique().on('event_invitations')
  await byName.columns(['event_id', 'account_id']).where(sql.ref('email_key'), 'is', null).execute()
}
