import BetterSqlite from 'better-sqlite3'
import { Kysely } from 'kysely'
import { sqlitePath } from '#config/database-url.ts'
import { type Database, openDatabase } from '#platform/db/client.ts'
import type { Schema } from '#platform/db/schema.ts'
import { SharedFileDialect } from '#platform/db/sqlite/dialect.ts'

/** Milliseconds; somebody who looks for a fault wants to know soon that the database is down. */
const connectTimeout = 3000

/** Opens a database for checks: a file is opened read-only. */
export function openForReading(url: string): Database {
  const path = sqlitePath(url)
  if (path === null) return openDatabase(url, { connectTimeout, connections: 1 })
  const file = new BetterSqlite(path, { readonly: true, fileMustExist: true, timeout: 1000 })
  return new Kysely<Schema>({ dialect: new SharedFileDialect(file, null) })
}
