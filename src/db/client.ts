import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { Kysely, type LogEvent, PostgresDialect } from 'kysely'
import { loadPg } from './pg.ts'
import { preparing } from './prepared.ts'
import type { Schema } from './schema.ts'
import { ImmediateSqliteDialect } from './sqlite-dialect.ts'

export type Database = Kysely<Schema>
export type Engine = 'sqlite' | 'postgres'

export interface DatabaseOptions {
  /** Called after every statement; for counting and timing. */
  onStatement?: (event: LogEvent) => void
  /** PostgreSQL: how many connections at most. */
  connections?: number
  /** PostgreSQL: milliseconds after which a statement is stopped. */
  timeout?: number
}

export const engineOf = (url: string): Engine => (url.startsWith('file:') ? 'sqlite' : 'postgres')

/** The file behind a `file:` address, or null for another engine. */
export const sqlitePath = (url: string): string | null =>
  engineOf(url) === 'sqlite' ? url.slice('file:'.length) : null

export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const path = sqlitePath(url)
  const dialect = path === null ? postgres(url, options) : sqlite(path)
  return new Kysely<Schema>({ dialect, ...(options.onStatement && { log: options.onStatement }) })
}

function sqlite(path: string) {
  mkdirSync(dirname(path), { recursive: true })
  const file = new BetterSqlite(path, { timeout: 5000 })
  file.pragma('journal_mode = WAL')
  file.pragma('synchronous = FULL')
  file.pragma('foreign_keys = ON')
  file.pragma('cache_size = -8000')
  return new ImmediateSqliteDialect(file)
}

function postgres(url: string, { connections = 10, timeout }: DatabaseOptions) {
  const pg = loadPg()
  /** 64-bit integers hold ids, counts and milliseconds here: all exact in a JavaScript number. */
  const numbers = {
    getTypeParser: (type: number, format?: 'text' | 'binary') =>
      type === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(type, format as 'text'),
  }
  const pool = new pg.Pool({
    Client: preparing(pg.Client),
    connectionString: url,
    max: connections,
    ...(timeout !== undefined && { statement_timeout: timeout }),
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    types: numbers as never,
  })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  return new PostgresDialect({ pool })
}
