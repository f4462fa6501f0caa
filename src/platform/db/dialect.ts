import type { SelectQueryBuilder, SqlBool } from 'kysely'
import { PostgresAdapter, sql } from 'kysely'
import type { Engine } from '#config/database-url.ts'
import type { Database } from './client.ts'
import type { Schema } from './schema.ts'

export const engineOfDatabase = (db: Database): Engine =>
  db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite'

/** Whether a statement failed because a unique constraint or index forbids the row. */
export function isUniqueViolation(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
}

/** Whether PostgreSQL aborted a transaction that may succeed when retried: a serialization failure or deadlock. */
export function wasGivenUp(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return code === '40001' || code === '40P01'
}

/**
 * Locks the rows until the transaction ends, but still lets others reference them. On SQLite a write transaction locks
 * everything.
 */
export const lockingRows =
  (db: Database) =>
  <T extends keyof Schema, O>(rows: SelectQueryBuilder<Schema, T, O>): SelectQueryBuilder<Schema, T, O> =>
    engineOfDatabase(db) === 'postgres' ? rows.forNoKeyUpdate() : rows

/** Locks rows of one table in the order of their ids, so that two transactions cannot deadlock. */
export const lockingInOrder =
  (db: Database, table: 'notifications') =>
  <T extends keyof Schema, O>(rows: SelectQueryBuilder<Schema, T, O>): SelectQueryBuilder<Schema, T, O> =>
    engineOfDatabase(db) === 'postgres'
      ? rows.orderBy(sql.ref(`${table}.id`)).forNoKeyUpdate(table as T & string)
      : rows

/**
 * A transaction-level lock by name, for invariants that no row lock or unique index can hold. On SQLite a write
 * transaction locks everything.
 */
export async function lockName(db: Database, name: string): Promise<void> {
  if (engineOfDatabase(db) === 'postgres')
    await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db)
}

/**
 * For workers that take rows concurrently: on PostgreSQL each skips rows that others have locked; SQLite has one
 * writer.
 */
export const skippingLocked =
  (db: Database) =>
  <T extends keyof Schema, O>(rows: SelectQueryBuilder<Schema, T, O>): SelectQueryBuilder<Schema, T, O> =>
    engineOfDatabase(db) === 'postgres' ? rows.forUpdate().skipLocked() : rows

const afterAll = '\u{10FFFF}'

/** Whether a key begins with `start`; uses an index on the column (migration …-keys-by-bytes). */
export const startsWith = (column: string, start: string) =>
  sql<SqlBool>`(${sql.ref(column)} >= ${start} and ${sql.ref(column)} < ${start + afterAll})`

/** A pattern for `like` that matches `part` anywhere; its wildcards are escaped with `\\`. */
export const likePart = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** Whether a text contains `part`, ignoring case; twice as fast as `lower` on 100,000 rows. */
export const contains = (db: Database, column: string, part: string) => {
  const like = engineOfDatabase(db) === 'postgres' ? sql`ilike` : sql`like`
  return sql<SqlBool>`${sql.ref(column)} ${like} ${likePart(part)} escape '\\'`
}

/** The ids in a JSON array, as rows. */
export const idsOf = (db: Database, ids: string) =>
  engineOfDatabase(db) === 'postgres'
    ? sql`select cast(jsonb_array_elements_text(cast(${ids} as jsonb)) as bigint) as id`
    : sql`select value as id from json_each(${ids})`

/** Whether a column is one of these ids, or of those in a JSON array: one statement for any number of them. */
export function amongIds(db: Database, column: string, ids: number[] | string) {
  const chosen = idsOf(db, Array.isArray(ids) ? JSON.stringify(ids) : ids)
  return engineOfDatabase(db) === 'postgres'
    ? sql<SqlBool>`${sql.ref(column)} = any (array(${chosen}))`
    : sql<SqlBool>`${sql.ref(column)} in (${chosen})`
}

/** The values of a group in one text, separated by commas. */
export const commaList = (db: Database, column: string) =>
  engineOfDatabase(db) === 'postgres'
    ? sql<string | null>`string_agg(${sql.ref(column)}, ',')`
    : sql<string | null>`group_concat(${sql.ref(column)}, ',')`

/** All rows of a query as a JSON array of arrays: one column of another statement, which saves a statement. */
export function rowsInJson(db: Database, columns: string[]) {
  const cells = sql.join(columns.map((column) => sql.ref(column)))
  return engineOfDatabase(db) === 'postgres'
    ? sql<string>`coalesce(cast(json_agg(json_build_array(${cells})) as text), '[]')`
    : sql<string>`json_group_array(json_array(${cells}))`
}

/**
 * A column in a condition that must not use an index. PostgreSQL knows how many rows each value has, and decides by
 * itself.
 */
export const withoutIndex = (db: Database, column: string) =>
  engineOfDatabase(db) === 'postgres' ? sql.ref(column) : sql`+${sql.ref(column)}`

/** Whether an index scan filtered by ids reads no rows of other tickets. */
export const walksIndexAlone = (db: Database) => engineOfDatabase(db) === 'sqlite'

/**
 * Whether the engine joins all rows of several sorted lists before it sorts them: then ids must be selected first.
 * PostgreSQL joins only the rows that are left after the limit.
 */
export const joinsBeforeSorting = (db: Database) => engineOfDatabase(db) === 'sqlite'
