import { type Kysely, sql } from 'kysely'

/** Whether a session outlasts SESSION_HOURS, and when its owner last proved who they are: for those there are, at the login. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .alterTable('sessions')
    .addColumn('persistent', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema
    .alterTable('sessions')
    .addColumn('authenticated_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
  await sql`update sessions set authenticated_at = created_at`.execute(db)
}
