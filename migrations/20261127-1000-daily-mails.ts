import { type Kysely, sql } from 'kysely'

/** By mail never, at once, or once a day with all that came since. */
export async function up(db: Kysely<unknown>) {
  const table = 'alter table notification_choices'
  await sql.raw(`${table} drop constraint notification_choices_by_email`).execute(db)
  await sql.raw(`${table} add constraint notification_choices_by_email check (by_email between 0 and 2)`).execute(db)
}
