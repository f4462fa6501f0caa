import type { Kysely } from 'kysely'

/** Counts how often what gave access to an account was revoked: what began under an earlier number is void. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .alterTable('accounts')
    .addColumn('credentials_version', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
}
