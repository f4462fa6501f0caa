import type { Kysely } from 'kysely'

/** When a mail server said for good that it takes nothing for the invited address. */
export const up = (db: Kysely<unknown>) =>
  db.schema.alterTable('event_invitations').addColumn('refused_at', 'bigint').execute()
