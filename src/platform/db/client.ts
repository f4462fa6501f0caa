import { lstatSync, mkdirSync, readlinkSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { Kysely, type LogEvent } from 'kysely'
import { FileGuard } from './file-guard.ts'
import { ReliablePostgresDialect } from './postgres-dialect.ts'
import { openPool } from './postgres-pool.ts'
import type { Schema } from './schema.ts'
import { SharedFileDialect } from './sqlite-dialect.ts'
import { WriteAheadLog } from './write-ahead-log.ts'

export type Database = Kysely<Schema>
export type Engine = 'sqlite' | 'postgres'

export interface DatabaseOptions {
  /** Called after every statement; for counting and timing. */
  onStatement?: (event: LogEvent) => void
  /** SQLite: watches over the file. */
  guard?: FileGuard | undefined
  /** SQLite: nobody waits for the disk, and a power failure may take what was written; for tests. */
  throwAway?: boolean
  /** PostgreSQL: how many connections at most. */
  connections?: number
  /** PostgreSQL: milliseconds for opening a connection. */
  connectTimeout?: number
}

export const engineOf = (url: string): Engine => (url.startsWith('file:') ? 'sqlite' : 'postgres')

/** The file behind a `file:` address, or null for another engine. */
export const sqlitePath = (url: string): string | null =>
  engineOf(url) === 'sqlite' ? fileBehind(url.slice('file:'.length)) : null

/** SQLite keeps what belongs to a database beside the file itself, not beside a link to it. */
const fileBehind = (path: string): string =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()
    ? fileBehind(resolve(dirname(path), readlinkSync(path)))
    : path

export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const path = sqlitePath(url)
  const dialect = path === null ? new ReliablePostgresDialect(openPool(url, options)) : sqlite(path, options)
  return new Kysely<Schema>({ dialect, ...(options.onStatement && { log: options.onStatement }) })
}

function sqlite(path: string, { guard = new FileGuard(path), throwAway = false }: DatabaseOptions) {
  mkdirSync(dirname(path), { recursive: true })
  const file = new BetterSqlite(path, { timeout: 5000 })
  file.pragma('journal_mode = WAL')
  // Waiting for the disk, and checkpoints, are off the event loop: see WriteAheadLog.
  file.pragma(`synchronous = ${throwAway ? 'OFF' : 'NORMAL'}`)
  // Only where its own checkpoints fall behind: 80 MB.
  file.pragma('wal_autocheckpoint = 20000')
  file.pragma('foreign_keys = ON')
  file.pragma('cache_size = -8000')
  // What it takes to undo one of several transactions that are committed together: mostly over 64 kB, which SQLite would
  // write to a file of its own. A booking takes 8 percent less processor time so.
  file.pragma('temp_store = MEMORY')
  // The driver waits instead of SQLite. This reading opens the WAL and its index, which have to be there from now on.
  file.pragma('busy_timeout = 0')
  file.prepare('select count(*) from sqlite_schema').get()
  guard.remember()
  return new SharedFileDialect(file, guard, throwAway ? null : new WriteAheadLog(path))
}
