import type { SelectQueryBuilder, SqlBool } from 'kysely'
import { PostgresAdapter, sql } from 'kysely'
import type { Database, Engine } from './client.ts'
import type { Schema } from './schema.ts'

export const engineOfDatabase = (db: Database): Engine =>
  db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite'

/** What the database takes on its disk, in bytes. */
export async function databaseSize(db: Database): Promise<number> {
  const size =
    engineOfDatabase(db) === 'postgres'
      ? sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`
      : sql<{ bytes: number }>`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`
  return Number((await size.execute(db)).rows[0]?.bytes)
}

/** Whether a statement failed because a unique constraint or index forbids the row. */
export function isUniqueViolation(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
}

/** Whether PostgreSQL gave a transaction up that can succeed when it is tried again: a serialization failure or deadlock. */
export function wasGivenUp(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return code === '40001' || code === '40P01'
}

/** Holds the rows until the transaction ends, but lets others refer to them; on SQLite a writing transaction holds everything. */
export const lockingRows =
  (db: Database) =>
  <T extends keyof Schema, O>(rows: SelectQueryBuilder<Schema, T, O>): SelectQueryBuilder<Schema, T, O> =>
    engineOfDatabase(db) === 'postgres' ? rows.forNoKeyUpdate() : rows

/** The same for rows of one table, in the order of their ids: none of two that hold some waits for what the other has. */
export const lockingInOrder =
  (db: Database, table: 'notifications') =>
  <T extends keyof Schema, O>(rows: SelectQueryBuilder<Schema, T, O>): SelectQueryBuilder<Schema, T, O> =>
    engineOfDatabase(db) === 'postgres'
      ? rows.orderBy(sql.ref(`${table}.id`)).forNoKeyUpdate(table as T & string)
      : rows

/**
 * Makes transactions that name the same thing wait for each other, where no row or index can: what may be there once by a
 * contract, and several times otherwise. On SQLite a writing transaction holds everything.
 */
export async function lockName(db: Database, name: string): Promise<void> {
  if (engineOfDatabase(db) === 'postgres')
    await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db)
}

/** For workers that take rows at the same time: on PostgreSQL each passes over what another holds; SQLite has one writer. */
export const skippingLocked =
  (db: Database) =>
  <T extends keyof Schema, O>(rows: SelectQueryBuilder<Schema, T, O>): SelectQueryBuilder<Schema, T, O> =>
    engineOfDatabase(db) === 'postgres' ? rows.forUpdate().skipLocked() : rows

const afterAll = '\u{10FFFF}'

/** Whether a key begins with `start`: an index that begins with its column finds it (…-keys-by-bytes). */
export const startsWith = (column: string, start: string) =>
  sql<SqlBool>`(${sql.ref(column)} >= ${start} and ${sql.ref(column)} < ${start + afterAll})`

/** What `like` takes for a part of a text, with `\\` before signs that would stand for others. */
export const likePart = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** Whether a text has `part` in it, in small letters or capitals; for 100,000 of them in half of the time of `lower`. */
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

/** The values of a group in one text, with commas between them. */
export const commaList = (db: Database, column: string) =>
  engineOfDatabase(db) === 'postgres'
    ? sql<string | null>`string_agg(${sql.ref(column)}, ',')`
    : sql<string | null>`group_concat(${sql.ref(column)}, ',')`

/** All rows of a query in one JSON array of arrays: as a column beside others they need no statement of their own. */
export function rowsInJson(db: Database, columns: string[]) {
  const cells = sql.join(columns.map((column) => sql.ref(column)))
  return engineOfDatabase(db) === 'postgres'
    ? sql<string>`coalesce(cast(json_agg(json_build_array(${cells})) as text), '[]')`
    : sql<string>`json_group_array(json_array(${cells}))`
}

/**
 * A column as a condition of which no index is to be taken. PostgreSQL knows how many rows each value has, and chooses
 * by itself.
 */
export const withoutIndex = (db: Database, column: string) =>
  engineOfDatabase(db) === 'postgres' ? sql.ref(column) : sql`+${sql.ref(column)}`

/** Whether a walk along an index reads the row of no ticket whose id is not among those that are looked for. */
export const walksIndexAlone = (db: Database) => engineOfDatabase(db) === 'sqlite'

/**
 * Whether what is joined to several sorted lists is read for the rows of all of them, and the whole rows are then sorted:
 * ids are to be chosen first there. PostgreSQL joins what is left after the limit by itself.
 */
export const joinsBeforeSorting = (db: Database) => engineOfDatabase(db) === 'sqlite'
