import type BetterSqlite from 'better-sqlite3'
import { SqliteAdapter, SqliteDialect, SqliteQueryCompiler } from 'kysely'
import type { FileGuard } from './file-guard.ts'
import { SharedFileDriver } from './sqlite-driver.ts'
import type { WriteAheadLog } from './write-ahead-log.ts'

export class SharedFileDialect extends SqliteDialect {
  readonly #file
  readonly #guard
  readonly #log

  /**
   * @param guard to refuse writes that would be lost
   * @param log to be on the disk before anybody is told of a commit; null where SQLite sees to that itself, or nothing
   *   is written
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
 * SQLite prepares a statement again on every run when a bare `?` stands where its value might change the
 * plan (beside a partial index, in LIMIT). `+?` is the same value, but no longer looked into beforehand.
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

  /** The driver itself sees to it that nobody comes into another's transaction. */
  override get supportsMultipleConnections() {
    return true
  }
}
