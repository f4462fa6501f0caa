import { randomInt } from 'node:crypto'
import { type Compilable, CompiledQuery, Kysely, type LogEvent } from 'kysely'
import type { Logger } from 'pino'
import { engineOf, sqlitePath } from '#config/database-url.ts'
import { type Database, openDatabase } from '../client.ts'
import type { Schema } from '../schema.ts'
import { withTimeouts } from '../timeouts.ts'
import { FairQueue, type Owner } from './fair-queue.ts'
import { queuedDialect } from './queued-dialect.ts'
import { longestRead, ReadThread, tooSlow } from './read-thread.ts'
import type { HeavyTask, InputOf, RowOf, Work } from './task.ts'
import { idsOf, type Job, type Made, type ReadById, type Statement, withIds } from './thread-messages.ts'

/** What a task reads. */
export interface Reading<W extends Work, F extends { id: number }> {
  /** Ids, or a query that returns them. */
  of: readonly number[] | Compilable<F>
  /** Makes the query that reads the rows; `ids` is the parameter for a JSON array of all ids. */
  by: (ids: string) => Compilable<RowOf<W>>
}

/** A placeholder for the array of ids; nobody can guess it, and no real id is negative. */
const standsForIds = JSON.stringify([-randomInt(2 ** 47)])
const mostConnections = 3
const cancelled = '57014'
const timeouts = { statement: longestRead, lock: longestRead }

/**
 * Slow reads, run where they do not block other requests. On SQLite statements run in a thread with a connection of its
 * own, on PostgreSQL on a small pool of their own; tasks on many rows or long texts run in the thread on both. Their
 * owners take turns.
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

  /** A database whose statements wait for their owner's turn. */
  databaseFor(owner: Owner): Database {
    const dialect = queuedDialect(this.#engine, (query) => this.#read(owner, query))
    return new Kysely<Schema>({ dialect, ...(this.#onStatement && { log: this.#onStatement }) })
  }

  /** Runs a task in the thread on the rows with these ids; on SQLite the thread also runs both queries. */
  async run<W extends Work, F extends { id: number }>(
    owner: Owner,
    task: HeavyTask<W>,
    { of, by }: Reading<W, F>,
    input: InputOf<W>,
  ): Promise<{ found: F[]; made: Awaited<ReturnType<W>> }> {
    const given = 'compile' in of ? { statement: this.#compiled(of) } : { ids: of }
    const read = this.#compiled(by(standsForIds))
    const places = read.parameters.flatMap((value, place) => (value === standsForIds ? [place] : []))
    const job = { task, input, ...given, read: { ...read, places } }
    const made = this.#pool ? await this.#readBefore(owner, job) : await this.#runInThread(owner, job)
    return made as { found: F[]; made: Awaited<ReturnType<W>> }
  }

  #compiled(query: Compilable): Statement {
    const compiled = query.compile()
    this.#onStatement?.({ level: 'query', query: compiled, queryDurationMillis: 0 })
    return bare(compiled)
  }

  #runInThread = (owner: Owner, job: Job) => this.#threadQueue.run(owner, () => this.#thread.run(job))

  async #readBefore(owner: Owner, { statement, read, ...job }: Job & { read: ReadById }): Promise<Made> {
    const found = statement ? await this.#read(owner, statement) : []
    const ids = job.ids ?? idsOf(found)
    const rows = ids.length > 0 ? await this.#read(owner, withIds(read, ids)) : []
    const { made } = (await this.#runInThread(owner, { ...job, ids, rows })) as Made
    return { found, made }
  }

  async close(): Promise<void> {
    await Promise.all([this.#thread.close(), this.#pool?.destroy()])
  }

  async #read(owner: Owner, { sql, parameters }: Statement): Promise<unknown[]> {
    const pool = this.#pool
    if (!pool) return (await this.#runInThread(owner, { statement: { sql, parameters } })) as unknown[]
    try {
      const { rows } = await this.#poolQueue.run(owner, () =>
        withTimeouts(timeouts, () => pool.executeQuery(CompiledQuery.raw(sql, [...parameters]))),
      )
      return rows
    } catch (error) {
      throw (error as { code?: unknown } | null)?.code === cancelled ? tooSlow() : error
    }
  }
}

const bare = ({ sql, parameters }: CompiledQuery) => ({ sql, parameters })
