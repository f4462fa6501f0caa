import { type Kysely, sql } from 'kysely'

/** What is deleted after a time is found by an index on that time; the job that forgot notifications gives way to the general one. */
export async function up(db: Kysely<unknown>) {
  const byTime = (table: string, column: string) =>
    db.schema.createIndex(`${table}_by_${column}`).on(table).column(column)
  await byTime('account_tokens', 'expires_at').execute()
  await byTime('caught_mails', 'caught_at').execute()
  await byTime('failed_logins', 'at').execute()
  await byTime('setup_codes', 'expires_at').execute()
  await byTime('notifications', 'read_at').where(sql.ref('read_at'), 'is not', null).execute()
  await byTime('notifications', 'created_at').where(sql.ref('read_at'), 'is', null).execute()
  await sql`delete from schedules where name = 'forget_news'`.execute(db)
  await sql`delete from jobs where kind = 'forget_news' and status in ('queued', 'dead')`.execute(db)
}
