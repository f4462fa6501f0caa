import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type pg from 'pg'
import { statementName } from '../prepared.ts'
import { StorageError, storageFaultOf } from '../storage-error.ts'
import { beginWait, currentTimeouts, type Timeouts } from '../timeouts.ts'

/** Milliseconds to close a connection before it is destroyed. */
const partingTime = 1000
/** Milliseconds after which the server aborts an idle transaction: it holds locks. */
const idleInTransaction = 15_000

/**
 * A connection that refuses writes is replaced once it is this old, in milliseconds: a connection opened while the
 * database was read-only remains so.
 */
const renewReadOnlyAfter = 5000

/**
 * The planner's cost of a random page read relative to a sequential one. PostgreSQL's default of 4 is for spinning
 * disks: it would scan all accounts rather than look up the few of a list. An operator's own value is kept.
 */
const setPageCost = `select set_config(name, '1.1', false) from pg_settings
  where name = 'random_page_cost' and source = 'default'`

/**
 * What this program's statements mean rests on these; a server, database or role may have others. At another level of
 * isolation a transaction that waited for another fails or reads what was there before, and with the old strings a
 * backslash within quotes stands for something else.
 */
const setMeaning = ["set default_transaction_isolation = 'read committed'", 'set standard_conforming_strings = on']

interface Wire {
  connection: EventEmitter & { stream: Socket }
}

/**
 * A client of the driver that survives the loss of its connection, waits for a statement only as long as its caller may
 * (see timeouts.ts), and sends prepared statements as such.
 */
export const reliable = (Client: typeof pg.Client): typeof pg.Client =>
  class extends Client {
    readonly #openedAt = performance.now()
    #lost = false
    #timeouts: Timeouts | null = null

    constructor(config?: string | pg.ClientConfig) {
      super(config)
      // An 'error' event without a listener ends the process. Statements that wait are rejected anyway.
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
      // A rollback always gets enough time: it returns a usable connection to the pool.
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
        const isOld = performance.now() - this.#openedAt > renewReadOnlyAfter
        if (isOld && storageFaultOf(error) === 'read_only') this.#breakOff(error as Error)
        else if (this.#lost && limit > 0) throw commitsByItself ? outcomeUnknown(error) : lost(error)
        throw error
      } finally {
        clearTimeout(timer)
        wait.end()
      }
    }

    /** Sets the caller's timeouts on the server too, in a message just before the statement. */
    #tellTimeouts(): void {
      const wanted = currentTimeouts()
      if (wanted === this.#timeouts || (this.getTransactionStatus() ?? 'I') !== 'I') return
      const first = this.#timeouts === null ? [...setMeaning, setPageCost] : []
      this.#timeouts = wanted
      const settings = {
        statement_timeout: wanted.statement,
        lock_timeout: wanted.lock,
        idle_in_transaction_session_timeout: idleInTransaction,
      }
      const text = Object.entries(settings).map(([name, value]) => `set ${name} = ${value}`)
      // If it fails the connection is lost, which the next statement reports.
      super.query([...first, ...text].join('; ')).catch(() => {})
    }

    /** Destroys the connection: a late response would be taken for that of another statement. */
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
