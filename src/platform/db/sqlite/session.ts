import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'

type Run = <R>(session: SqliteSession, query: CompiledQuery) => Promise<QueryResult<R>>

/** Identifies the user of the connection, so that the driver can tell a transaction's own statements from others. */
export class SqliteSession implements DatabaseConnection {
  readonly #run

  constructor(run: Run) {
    this.#run = run
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#run<R>(this, query)
  }

  streamQuery(): never {
    throw new Error('a statement that is read piece by piece would hold everybody up; ask for portions')
  }
}
