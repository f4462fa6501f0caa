import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type pg from 'pg'
import { statementName } from './prepared.ts'
import { StorageError } from './storage-error.ts'
import { beginWait, currentTimeouts, type Timeouts } from './timeouts.ts'

/** Milliseconds that the server is given to end a connection, before it is broken off. */
const partingTime = 1000
/** Milliseconds after which the server ends a transaction in which nothing happens: it holds locks. */
const idleInTransaction = 15_000

/**
 * What looking up a page costs beside reading the next one. PostgreSQL's own 4 is that of a disk that turns: it would
 * rather read all accounts than look up the few of a list. What an operator has set stays.
 */
const setPageCost = `select set_config(name, '1.1', false) from pg_settings
  where name = 'random_page_cost' and source = 'default'`

interface Wire {
  connection: EventEmitter & { stream: Socket }
}

/**
 * A driver's client that survives the loss of its connection, waits for a statement only as long as the caller may
 * (see timeouts.ts), and sends prepared statements as such.
 */
export const reliable = (Client: typeof pg.Client): typeof pg.Client =>
  class extends Client {
    #lost = false
    #timeouts: Timeouts | null = null

    constructor(config?: string | pg.ClientConfig) {
      super(config)
      // An 'error' event without a listener ends the process; whoever waits for a statement hears of the loss by that.
      this.on('error', () => {
        this.#lost = true
      })
      this.on('end', () => {
        this.#lost = true
      })
    }

    // biome-ignore lint/suspicious/noExplicitAny: one of many signatures, of which Kysely and this program use one
    override query(...given: any[]): any {
      const [text, values] = given
      return typeof text === 'string' && given.length <= 2 ? this.#ask(text, values) : super.query(given[0], given[1])
    }

    async #ask(text: string, values: unknown[] | undefined): Promise<pg.QueryResult> {
      const wait = beginWait()
      // Undoing must always be possible: it gives the connection back in order.
      const limit = text === 'rollback' ? Math.max(wait.limit, partingTime) : wait.limit
      const commitsByItself = !this.#lost && this.getTransactionStatus() !== 'T' && writes.test(text)
      let timer: NodeJS.Timeout | undefined
      try {
        if (limit <= 0) throw slow()
        if (Number.isFinite(limit)) timer = setTimeout(() => this.#breakOff(slow()), limit)
        this.#tellTimeouts()
        const name = statementName(text)
        return await super.query(name ? { name, text, values: values ?? [] } : { text, values: values ?? [] })
      } catch (error) {
        if (!this.#lost || limit <= 0) throw error
        throw commitsByItself ? outcomeUnknown(error) : lost(error)
      } finally {
        clearTimeout(timer)
        wait.end()
      }
    }

    /** Has the server keep to the caller's timeouts too, by a message that goes out just before the statement. */
    #tellTimeouts(): void {
      const wanted = currentTimeouts()
      if (wanted === this.#timeouts || (this.getTransactionStatus() ?? 'I') !== 'I') return
      const first = this.#timeouts === null ? [setPageCost] : []
      this.#timeouts = wanted
      const settings = {
        statement_timeout: wanted.statement,
        lock_timeout: wanted.lock,
        idle_in_transaction_session_timeout: idleInTransaction,
      }
      const text = Object.entries(settings).map(([name, value]) => `set ${name} = ${value}`)
      // When it fails the connection is lost, as the statement behind it will say.
      super.query([...first, ...text].join('; ')).catch(() => {})
    }

    /** An answer that comes later would be taken for that of another statement: the connection ends. */
    #breakOff(error: Error): void {
      const { connection } = this as unknown as Wire
      connection.emit('error', error)
      connection.stream.destroy()
    }

    // biome-ignore lint/suspicious/noExplicitAny: two signatures
    override end(...given: any[]): any {
      const { connection } = this as unknown as Wire
      const force = setTimeout(() => connection.stream.destroy(), partingTime).unref()
      connection.once('end', () => clearTimeout(force))
      return super.end(...(given as Parameters<pg.Client['end']>))
    }
  } as typeof pg.Client

/** A statement outside of a transaction commits by itself. */
const writes = /^(with|insert|update|delete|merge)\b/i

const outcomeUnknown = (error: unknown) =>
  new StorageError('unknown_outcome', `The answer to a statement was lost: ${messageOf(error)}`, { cause: error })

const slow = () => new StorageError('slow', 'The database did not answer in time.')

const lost = (error: unknown) =>
  error instanceof StorageError
    ? error
    : new StorageError('away', `The connection to the database was lost: ${messageOf(error)}`, { cause: error })

export const messageOf = (error: unknown) =>
  (error instanceof Error && error.message) || String((error as { code?: unknown } | null)?.code ?? error)
