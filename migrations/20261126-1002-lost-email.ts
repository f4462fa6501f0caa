import type { Kysely } from 'kysely'

/** The address that an account named until another account confirmed it. */
export async function up(db: Kysely<unknown>) {
  await db.schema.alterTable('accounts').addColumn('lost_email', 'text').execute()
}
