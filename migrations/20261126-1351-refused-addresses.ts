import type { Kysely } from 'kysely'

/** When a mail server said for good that it takes nothing for an account's address. */
export const up = (db: Kysely<unknown>) =>
  db.schema.alterTable('accounts').addColumn('email_refused_at', 'bigint').execute()
