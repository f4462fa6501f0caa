import type BetterSqlite from 'better-sqlite3'
import { SqliteAdapter, SqliteDialect, SqliteQueryCompiler } from 'kysely'
import type { FileIdentity } from './file-identity.ts'
import { SharedFileDriver } from './sqlite-driver.ts'

export class SharedFileDialect extends SqliteDialect {
  readonly #file
  readonly #identity

  /** @param identity to refuse writes when the file is no longer the one at its path */
  constructor(file: BetterSqlite.Database, identity: FileIdentity | null = null) {
    super({ database: file as never })
    this.#file = file
    this.#identity = identity
  }

  override createDriver() {
    return new SharedFileDriver(this.#file, this.#identity)
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
