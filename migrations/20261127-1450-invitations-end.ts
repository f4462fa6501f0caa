import { type Kysely, sql } from 'kysely'

/** An address that no account has followed an invitation for is forgotten some time after the event. */
export async function up(db: Kysely<unknown>) {
  await db.schema.alterTable('event_invitations').addColumn('event_ends_at', 'bigint').execute()
  await sql`update event_invitations set event_ends_at = (select ends_at from events where events.id = event_id)
    where account_id is null`.execute(db)
  const index = db.schema.createIndex('event_invitations_by_end').on('event_invitations').column('event_ends_at')
  await index.where(sql.ref('event_ends_at'), 'is not', null).execute()
}
