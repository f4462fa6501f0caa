import { type Kysely, sql } from 'kysely'

/** What is yes or no is 0 or 1 in every table (…-checks had the others). */
export async function up(db: Kysely<unknown>) {
  const columns = { doors: 'cut_off', drafts: 'from_ended_session' }
  for (const [table, column] of Object.entries(columns)) {
    const check = `add constraint ${table}_${column} check (${column} between 0 and 1)`
    await sql.raw(`alter table ${table} ${check}`).execute(db)
  }
}
