import { sql } from 'kysely'
import type { Database } from '#platform/db/client.ts'
import type { Schema } from '#platform/db/schema.ts'

export type Fact = Schema['installation']['name']

export async function findFact(db: Database, name: Fact) {
  return db.selectFrom('installation').select(['value', 'recorded_at']).where('name', '=', name).executeTakeFirst()
}

export async function recordFact(db: Database, name: Fact, value: string, recorded_at: number): Promise<void> {
  await db
    .insertInto('installation')
    .values({ name, value, recorded_at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value, recorded_at }))
    .execute()
}

/** Counts other connections to a PostgreSQL database whose name has this beginning and is not `except`. */
export async function countConnections(db: Database, beginning: string, except: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from pg_stat_activity
    where datname = current_database() and starts_with(application_name, ${beginning})
    and application_name <> ${except}`.execute(db)
  return Number(rows[0]?.count)
}

/** The most recently set password hash, which begins with the id of its pepper; erased accounts have none. */
export async function findNewestPasswordHash(db: Database): Promise<string | undefined> {
  const row = await db
    .selectFrom('accounts')
    .select('password_hash')
    .where('deleted_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.password_hash
}
