import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
} from 'kysely'
import type { Engine } from '#config/database-url.ts'
import { StablePlanCompiler } from '../sqlite/dialect.ts'

export type RunStatement = (query: CompiledQuery) => Promise<unknown[]>

/** Shared by all instances, because compiled queries are cached by adapter. */
const adapters = { sqlite: new SqliteAdapter(), postgres: new PostgresAdapter() }

/** Builds statements for an engine; `run` executes them, in a thread or on another connection. */
export const queuedDialect = (engine: Engine, run: RunStatement): Dialect => ({
  createAdapter: () => adapters[engine],
  createDriver: () => new QueuedDriver(run),
  createQueryCompiler: () => (engine === 'sqlite' ? new StablePlanCompiler() : new PostgresQueryCompiler()),
  createIntrospector: (db) => (engine === 'sqlite' ? new SqliteIntrospector(db) : new PostgresIntrospector(db)),
})

class QueuedDriver implements Driver {
  readonly #connection: DatabaseConnection

  constructor(run: RunStatement) {
    this.#connection = {
      executeQuery: async <R>(query: CompiledQuery): Promise<QueryResult<R>> => ({ rows: (await run(query)) as R[] }),
      streamQuery: onlyReads,
    }
  }

  async acquireConnection() {
    return this.#connection
  }

  async init() {}
  async releaseConnection() {}
  async destroy() {}
  beginTransaction = onlyReads
  commitTransaction = onlyReads
  rollbackTransaction = onlyReads
}

function onlyReads(): never {
  throw new Error('heavy reads have no transactions')
}
