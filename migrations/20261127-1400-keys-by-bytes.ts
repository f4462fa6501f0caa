import { type Kysely, PostgresAdapter, sql } from 'kysely'

/**
 * On PostgreSQL, too, keys are compared byte by byte: every text that is in an index. What begins with some letters is
 * then found by the same index and the same statement on both engines, whatever language the server sorts by.
 */
export async function up(db: Kysely<unknown>) {
  for (const index of ['failed_logins_by_name_key_prefix', 'failed_logins_by_address_prefix', 'jobs_notices'])
    await db.schema.dropIndex(index).execute()
  await db.schema
    .createIndex('jobs_notices')
    .on('jobs')
    .column('payload')
    .where(sql<boolean>`kind = 'notice'`)
    .execute()
  await dropResetsByName(db)
  if (db.getExecutor().adapter instanceof PostgresAdapter) await compareKeysByBytes(db)
}

/** Former versions kept the name that a new password was asked for by; nothing is done for such a job any more. */
async function dropResetsByName(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('jobs_password_resets').execute()
  await sql`delete from jobs where kind = 'reset_password' and payload like '{"name":%'`.execute(db)
}

/** The tables are not written anew, only these indexes. */
async function compareKeysByBytes(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ name: string; changes: string }>`
    select cast(indrelid as regclass) as name,
      string_agg(distinct format('alter column %I type text collate "C"', attname), ', ') as changes
    from pg_index join pg_attribute on attrelid = indrelid and attnum = any (indkey)
      join pg_class on pg_class.oid = indrelid
    where relnamespace = cast(current_schema() as regnamespace) and relname not like 'kysely%'
      and atttypid = cast('text' as regtype) and attcollation <> cast('"C"' as regcollation)
    group by indrelid order by 1`.execute(db)
  for (const { name, changes } of rows) await sql.raw(`alter table ${name} ${changes}`).execute(db)
}
