import type BetterSqlite from 'better-sqlite3'
import { SqliteAdapter, SqliteDialect, SqliteQueryCompiler } from 'kysely'
import type { FileGuard } from './file-guard.ts'
import { SharedFileDriver } from './sqlite-driver.ts'

export class SharedFileDialect extends SqliteDialect {
  readonly #file
  readonly #guard

  /** @param guard to refuse writes that would be lost */
  constructor(file: BetterSqlite.Database, guard: FileGuard | null = null) {
    super({ database: file as never })
    this.#file = file
    this.#guard = guard
  }

  override createDriver() {
    return new SharedFileDriver(this.#file, this.#guard)
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
