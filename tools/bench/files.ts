import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import BetterSqlite from 'better-sqlite3'
import { Kysely } from 'kysely'
import { migrateTo, migrateToLatest } from '#platform/db/migrate.ts'
import type { Schema } from '#platform/db/schema.ts'
import { SharedFileDialect } from '#platform/db/sqlite/dialect.ts'
import { indexEverything } from './indexing.ts'
import { beforeSearch, type Filling, type Put, type Table, tables, type Value } from './tables.ts'

/** SQLite databases: a filled one that is kept, and a copy of it for each run. */
export class Files {
  readonly #folder

  constructor(folder: string) {
    this.#folder = folder
  }

  async has(name: string): Promise<boolean> {
    return existsSync(this.#path(name))
  }

  async fill(name: string, work: (put: Put) => Filling): Promise<void> {
    const path = this.#path(`${name}-unfinished`)
    removeDatabase(path)
    const file = new BetterSqlite(path)
    for (const setting of throwAway) file.pragma(setting)
    const db = new Kysely<Schema>({ dialect: new SharedFileDialect(file) })
    await migrateTo(db, beforeSearch)
    putAll(file, work)
    await migrateToLatest(db)
    file.pragma('journal_mode = wal')
    await db.destroy()
    await indexEverything(`file:${path}`)
    renameSync(path, this.#path(name))
  }

  /** @returns the copy's DATABASE_URL */
  async copy(name: string): Promise<string> {
    const path = this.#path(`${name}-run`)
    removeDatabase(path)
    copyFileSync(this.#path(name), path)
    return `file:${path}`
  }

  async drop(name: string): Promise<void> {
    removeDatabase(this.#path(`${name}-run`))
  }

  async close(): Promise<void> {}

  #path(name: string): string {
    return `${this.#folder}/${name}.db`
  }
}

function removeDatabase(path: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(path + ending, { force: true })
}

/** No durability while filling: an unfinished file is discarded. */
const throwAway = ['journal_mode = off', 'synchronous = off', 'foreign_keys = off', 'cache_size = -1000000']

function putAll(file: BetterSqlite.Database, work: (put: Put) => Filling): void {
  const prepare = (table: Table) =>
    file.prepare(
      `insert into ${table} (${tables[table].map((column) => `"${column}"`).join(', ')}) values (${tables[table].map(() => '?').join(', ')})`,
    )
  const statements = Object.fromEntries(Object.keys(tables).map((table) => [table, prepare(table as Table)]))
  file.exec('begin')
  for (const _ticket of work((table: Table, row: Value[]) => statements[table]?.run(row)));
  file.exec('commit')
}
