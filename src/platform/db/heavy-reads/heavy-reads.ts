import { type Compilable, type CompiledQuery, Kysely, type LogEvent } from 'kysely'
import type { Logger } from 'pino'
import { type Database, engineOf, openDatabase, sqlitePath } from '../client.ts'
import type { Schema } from '../schema.ts'
import { withTimeouts } from '../timeouts.ts'
import { FairQueue } from './fair-queue.ts'
import { queuedDialect } from './queued-dialect.ts'
import { longestRead, ReadThread, tooSlow } from './read-thread.ts'
import type { HeavyTask, InputOf, RowOf } from './task.ts'

const mostConnections = 3
const cancelled = '57014'
const timeouts = { statement: longestRead, lock: longestRead }

/**
 * Reads that can take long, done where they hold up nobody else. On SQLite statements run in a thread with a
 * connection of its own, on PostgreSQL on a few connections of their own; what is made of many rows or of long texts
 * is made in the thread on both. Accounts take turns.
 */
export class HeavyReads {
  readonly #engine
  readonly #onStatement
  readonly #thread
  readonly #threadQueue = new FairQueue(1)
  /** Only on PostgreSQL. */
  readonly #pool
  readonly #poolQueue = new FairQueue(mostConnections)

  constructor(url: string, log: Logger, onStatement?: (event: LogEvent) => void) {
    this.#engine = engineOf(url)
    this.#onStatement = onStatement
    this.#thread = new ReadThread({ path: sqlitePath(url) }, log)
    this.#pool = this.#engine === 'postgres' ? openDatabase(url, { connections: mostConnections }) : null
  }

  /** A database for reading in this account's turn. */
  databaseFor(accountId: number): Database {
    const dialect = queuedDialect(this.#engine, (query) => this.#read(accountId, query))
    return new Kysely<Schema>({ dialect, ...(this.#onStatement && { log: this.#onStatement }) })
  }

  /**
   * Has the thread make something of a query's rows.
   *
   * @param db from `databaseFor` the same account
   */
  async run<W extends (rows: Iterable<never>, input: never) => unknown>(
    accountId: number,
    task: HeavyTask<W>,
    query: Compilable<RowOf<W>> | null,
    input: InputOf<W>,
  ): Promise<Awaited<ReturnType<W>>> {
    const statement = query?.compile()
    const here = statement && this.#pool ? { rows: await this.#read(accountId, statement) } : {}
    const there = statement && !this.#pool ? { statement: bare(statement) } : {}
    const job = { task, input, ...here, ...there }
    return (await this.#threadQueue.run(accountId, () => this.#thread.run(job))) as Awaited<ReturnType<W>>
  }

  async close(): Promise<void> {
    await Promise.all([this.#thread.close(), this.#pool?.destroy()])
  }

  async #read(accountId: number, query: CompiledQuery): Promise<unknown[]> {
    const pool = this.#pool
    if (!pool)
      return (await this.#threadQueue.run(accountId, () => this.#thread.run({ statement: bare(query) }))) as unknown[]
    try {
      const { rows } = await this.#poolQueue.run(accountId, () =>
        withTimeouts(timeouts, () => pool.executeQuery(query)),
      )
      return rows
    } catch (error) {
      throw (error as { code?: unknown } | null)?.code === cancelled ? tooSlow() : error
    }
  }
}

const bare = ({ sql, parameters }: CompiledQuery) => ({ sql, parameters })
