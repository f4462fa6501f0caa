import { type Kysely, sql } from 'kysely'

/** An erased person's invitations by address are found without reading those of everybody. */
export async function up(db: Kysely<unknown>) {
  const index = db.schema.createIndex('event_invitations_of_email').on('event_invitations').column('email_key')
  await index.where(sql.ref('email_key'), 'is not', null).execute()
}
