import type BetterSqlite from 'better-sqlite3'
import type { QueryResult } from 'kysely'

const mostStatements = 500

/** The prepared statements of a connection. */
export class SqliteStatements {
  readonly #file
  readonly #prepared = new Map<string, BetterSqlite.Statement>()

  constructor(file: BetterSqlite.Database) {
    this.#file = file
  }

  of(sql: string): BetterSqlite.Statement {
    let statement = this.#prepared.get(sql)
    if (!statement) {
      if (this.#prepared.size >= mostStatements) this.#prepared.clear()
      statement = this.#file.prepare(sql)
      this.#prepared.set(sql, statement)
    }
    return statement
  }
}

export function resultOf<R>(statement: BetterSqlite.Statement, parameters: readonly unknown[]): QueryResult<R> {
  if (statement.reader) return { rows: statement.all(parameters) as R[] }
  const { changes, lastInsertRowid } = statement.run(parameters)
  return { insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes), rows: [] }
}
