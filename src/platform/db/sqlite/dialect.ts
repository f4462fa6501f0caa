import type BetterSqlite from 'better-sqlite3'
import { SqliteAdapter, SqliteDialect, SqliteQueryCompiler } from 'kysely'
import { SharedFileDriver } from './driver.ts'
import type { FileGuard } from './file-guard.ts'
import type { WriteAheadLog } from './write-ahead-log.ts'

export class SharedFileDialect extends SqliteDialect {
  readonly #file
  readonly #guard
  readonly #log

  /**
   * @param guard refuses writes that would be lost
   * @param log waits for the disk before a commit is acknowledged; null if SQLite syncs by itself, or nothing is
   *   written
   */
  constructor(file: BetterSqlite.Database, guard: FileGuard | null = null, log: WriteAheadLog | null = null) {
    super({ database: file as never })
    this.#file = file
    this.#guard = guard
    this.#log = log
  }

  override createDriver() {
    return new SharedFileDriver(this.#file, this.#guard, this.#log)
  }

  override createQueryCompiler() {
    return new StablePlanCompiler()
  }

  override createAdapter() {
    return new SharedFileAdapter()
  }
}

/**
 * SQLite prepares a statement again on every run if a bare `?` stands where its value might change the plan (with a
 * partial index, in LIMIT). `+?` is the same value, but the planner does not look at it.
 */
export class StablePlanCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder() {
    return '+?'
  }
}

class SharedFileAdapter extends SqliteAdapter {
  /** DDL is transactional in SQLite. */
  override get supportsTransactionalDdl() {
    return true
  }

  /** The driver itself keeps statements out of others' transactions. */
  override get supportsMultipleConnections() {
    return true
  }
}
