import type { SelectQueryBuilder } from 'kysely'
import { PostgresAdapter } from 'kysely'
import type { Database, Engine } from './client.ts'
import type { Schema } from './schema.ts'

export const engineOfDatabase = (db: Database): Engine =>
  db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite'

/** Whether a statement failed because a unique constraint or index forbids the row. */
export function isUniqueViolation(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
}

/** Holds the rows until the transaction ends; on SQLite a writing transaction holds everything. */
export const lockingRows =
  (db: Database) =>
  <T extends keyof Schema, O>(rows: SelectQueryBuilder<Schema, T, O>): SelectQueryBuilder<Schema, T, O> =>
    engineOfDatabase(db) === 'postgres' ? rows.forUpdate() : rows

/** For workers that take rows at the same time: on PostgreSQL each passes over what another holds; SQLite has one writer. */
export const skippingLocked =
  (db: Database) =>
  <T extends keyof Schema, O>(rows: SelectQueryBuilder<Schema, T, O>): SelectQueryBuilder<Schema, T, O> =>
    engineOfDatabase(db) === 'postgres' ? rows.forUpdate().skipLocked() : rows
