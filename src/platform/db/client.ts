import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { Kysely, type LogEvent } from 'kysely'
import { sqlitePath } from '#config/database-url.ts'
import { ReliablePostgresDialect } from './postgres/dialect.ts'
import { openPool } from './postgres/pool.ts'
import type { Schema } from './schema.ts'
import { SharedFileDialect } from './sqlite/dialect.ts'
import { FileGuard } from './sqlite/file-guard.ts'
import { WriteAheadLog } from './sqlite/write-ahead-log.ts'

export type Database = Kysely<Schema>

export interface DatabaseOptions {
  /** Called after every statement, for counting and timing. */
  onStatement?: (event: LogEvent) => void
  /** SQLite: watches the file. */
  guard?: FileGuard | undefined
  /** SQLite, for tests: no fsync, so a power failure loses data. */
  throwAway?: boolean
  /** PostgreSQL: maximum number of connections. */
  connections?: number
  /** PostgreSQL: milliseconds for opening a connection. */
  connectTimeout?: number
}

export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const path = sqlitePath(url)
  const dialect = path === null ? new ReliablePostgresDialect(openPool(url, options)) : sqlite(path, options)
  return new Kysely<Schema>({ dialect, ...(options.onStatement && { log: options.onStatement }) })
}

function sqlite(path: string, { guard = new FileGuard(path), throwAway = false }: DatabaseOptions) {
  mkdirSync(dirname(path), { recursive: true })
  const file = new BetterSqlite(path, { timeout: 5000 })
  file.pragma('journal_mode = WAL')
  // Syncs and checkpoints run outside of the event loop: see WriteAheadLog.
  file.pragma(`synchronous = ${throwAway ? 'OFF' : 'NORMAL'}`)
  // SQLite's own checkpoint is only a fallback for when ours are late: at 80 MB.
  file.pragma('wal_autocheckpoint = 20000')
  // A log that grew while another program read for long is cut to this afterwards.
  file.pragma('journal_size_limit = 100000000')
  file.pragma('foreign_keys = ON')
  file.pragma('cache_size = -8000')
  // The rollback journal of savepoints (see SharedFileDriver) is mostly over 64 kB, which SQLite would write to a file.
  // In memory a booking takes 8 percent less processor time.
  file.pragma('temp_store = MEMORY')
  // Otherwise what was erased stays readable in the file, and in copies of it, until its place is used again.
  file.pragma('secure_delete = ON')
  // The driver waits instead of SQLite. This read opens the WAL and its index: both files must exist from now on.
  file.pragma('busy_timeout = 0')
  file.prepare('select count(*) from sqlite_schema').get()
  guard.remember()
  return new SharedFileDialect(file, guard, throwAway ? null : new WriteAheadLog(path))
}
