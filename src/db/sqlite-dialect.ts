import type BetterSqlite from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely'

/**
 * SQLite as this house uses it: transactions take the write lock at once (a later upgrade could only
 * fail), DDL is transactional (it is in SQLite), and statements are prepared once.
 */
export class ImmediateSqliteDialect extends SqliteDialect {
  readonly #database

  constructor(file: BetterSqlite.Database) {
    const database = withPreparedStatements(file)
    super({ database })
    this.#database = database
  }

  override createDriver() {
    return new ImmediateDriver({ database: this.#database })
  }

  override createAdapter() {
    return new TransactionalDdlAdapter()
  }
}

class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
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
