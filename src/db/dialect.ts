import type { SelectQueryBuilder, SqlBool } from 'kysely'
import { PostgresAdapter, sql } from 'kysely'
import type { Database, Engine } from './client.ts'
import type { Schema } from './schema.ts'

export const engineOfDatabase = (db: Database): Engine =>
  db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite'

/** Whether a statement failed because a unique constraint or index forbids the row. */
export function isUniqueViolation(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
}

/** Holds the rows until the transaction ends, but lets others refer to them; on SQLite a writing transaction holds everything. */
export const lockingRows =
  (db: Database) =>
  <T extends keyof Schema, O>(rows: SelectQueryBuilder<Schema, T, O>): SelectQueryBuilder<Schema, T, O> =>
    engineOfDatabase(db) === 'postgres' ? rows.forNoKeyUpdate() : rows

/** For workers that take rows at the same time: on PostgreSQL each passes over what another holds; SQLite has one writer. */
export const skippingLocked =
  (db: Database) =>
  <T extends keyof Schema, O>(rows: SelectQueryBuilder<Schema, T, O>): SelectQueryBuilder<Schema, T, O> =>
    engineOfDatabase(db) === 'postgres' ? rows.forUpdate().skipLocked() : rows

const afterAll = '\u{10FFFF}'

/** Whether a column begins with `start`, compared byte by byte: an index of such texts finds it (…-admin-lists). */
export const startsWith = (db: Database, column: string, start: string) =>
  inRange(db, sql.ref(column), sql`${start}`, sql`${start + afterAll}`)

/** The same whatever the case, as far as the engine knows it: SQLite tells only A to Z apart. */
export const startsWithAnyCase = (db: Database, column: string, start: string) =>
  inRange(db, lower(sql.ref(column)), lower(sql`${start}`), lower(sql`${start + afterAll}`))

type Text = ReturnType<typeof sql>
const lower = (text: Text): Text => sql`lower(cast(${text} as text))`

function inRange(db: Database, text: Text, first: Text, last: Text) {
  const bytes = engineOfDatabase(db) === 'postgres' ? sql` collate "C"` : sql``
  return sql<SqlBool>`((${text}${bytes}) >= ${first} and (${text}${bytes}) < ${last})`
}

/** The values of a group in one text, with commas between them. */
export const commaList = (db: Database, column: string) =>
  engineOfDatabase(db) === 'postgres'
    ? sql<string | null>`string_agg(${sql.ref(column)}, ',')`
    : sql<string | null>`group_concat(${sql.ref(column)}, ',')`
