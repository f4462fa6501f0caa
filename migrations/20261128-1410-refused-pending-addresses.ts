import type { Kysely } from 'kysely'

/** When a mail server said for good that it takes nothing for the address that an account waits to confirm. */
export const up = (db: Kysely<unknown>) =>
  db.schema.alterTable('accounts').addColumn('pending_email_refused_at', 'bigint').execute()
