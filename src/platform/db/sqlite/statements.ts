import type BetterSqlite from 'better-sqlite3'
import type { QueryResult } from 'kysely'

/** The prepared statements of a connection: `most` at once. */
export class SqliteStatements {
  readonly #file
  readonly #most
  readonly #prepared = new Map<string, BetterSqlite.Statement>()

  constructor(file: BetterSqlite.Database, most = 500) {
    this.#file = file
    this.#most = most
  }

  of(sql: string): BetterSqlite.Statement {
    let statement = this.#prepared.get(sql)
    if (!statement) {
      if (this.#prepared.size >= this.#most) this.#prepared.clear()
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
