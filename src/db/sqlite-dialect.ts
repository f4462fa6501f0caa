import type BetterSqlite from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely'

/**
 * SQLite as this house uses it: transactions take the write lock at once (a later upgrade could only
 * fail), DDL is transactional (it is in SQLite), and statements are prepared once.
 */
export class ImmediateSqliteDialect extends SqliteDialect {
  readonly #database
  readonly #file

  constructor(file: BetterSqlite.Database) {
    const database = withPreparedStatements(file)
    super({ database })
    this.#database = database
    this.#file = file
  }

  override createDriver() {
    return new ImmediateDriver(this.#database, this.#file)
  }

  override createQueryCompiler() {
    return new StablePlanCompiler()
  }

  override createAdapter() {
    return new TransactionalDdlAdapter()
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #file

  constructor(database: ReturnType<typeof withPreparedStatements>, file: BetterSqlite.Database) {
    super({ database })
    this.#file = file
  }

  /** SQLite rolls back by itself when the disk is full; doing it again would only hide why. */
  override async rollbackTransaction(connection: DatabaseConnection) {
    if (this.#file.inTransaction) await super.rollbackTransaction(connection)
  }

  override async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
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

class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true
  }
}

const mostStatements = 500

function withPreparedStatements(file: BetterSqlite.Database) {
  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => file.close(),
    prepare(sql: string): SqliteStatement {
      let statement = statements.get(sql)
      if (!statement) {
        if (statements.size >= mostStatements) statements.clear()
        statement = file.prepare(sql) as unknown as SqliteStatement
        statements.set(sql, statement)
      }
      return statement
    },
  }
}
