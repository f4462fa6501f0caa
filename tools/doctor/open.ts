import BetterSqlite from 'better-sqlite3'
import { Kysely } from 'kysely'
import { type Database, openDatabase, sqlitePath } from '#platform/db/client.ts'
import type { Schema } from '#platform/db/schema.ts'
import { SharedFileDialect } from '#platform/db/sqlite-dialect.ts'

/** Milliseconds. Whoever looks into what is wrong wants to hear soon that the database is away. */
const connectTimeout = 3000

/** A database to look at: a file is opened for reading alone. */
export function openForReading(url: string): Database {
  const path = sqlitePath(url)
  if (path === null) return openDatabase(url, { connectTimeout, connections: 1 })
  const file = new BetterSqlite(path, { readonly: true, fileMustExist: true, timeout: 1000 })
  return new Kysely<Schema>({ dialect: new SharedFileDialect(file, null) })
}
