import { setTimeout as pause } from 'node:timers/promises'
import { PostgresDialect, type PostgresDialectConfig, PostgresDriver } from 'kysely'
import type { Pool } from 'pg'
import { StorageError, storageFaultOf } from '../storage-error.ts'
import { beginWait } from '../timeouts.ts'
import { messageOf } from './client.ts'

/**
 * PostgreSQL over an unreliable network: every wait has a timeout, and a lost connection is reported as a StorageError.
 */
export class ReliablePostgresDialect extends PostgresDialect {
  readonly #config

  constructor(pool: Pool) {
    const config: PostgresDialectConfig = { pool: pool as unknown as Extract<PostgresDialectConfig['pool'], object> }
    super(config)
    this.#config = config
  }

  override createDriver() {
    return new ReliablePostgresDriver(this.#config)
  }
}

const tooManyConnections = '53300'
/** Milliseconds; no longer than a request waits. */
const longestTurn = 3000

type Connection = Parameters<PostgresDriver['releaseConnection']>[0]

class ReliablePostgresDriver extends PostgresDriver {
  override async acquireConnection() {
    const wait = beginWait()
    const acquiring = this.#acquire()
    try {
      return await within(acquiring, wait.limit)
    } catch (error) {
      // A connection that comes too late goes back to the pool.
      acquiring.then((late) => this.releaseConnection(late as Connection)).catch(() => {})
      if (error instanceof StorageError || storageFaultOf(error) === 'refused') throw error
      throw new StorageError('away', `The database cannot be reached: ${messageOf(error)}`, { cause: error })
    } finally {
      wait.end()
    }
  }

  /** Where the server lets in no more connections, one that is there may be free in a moment. */
  async #acquire() {
    const until = performance.now() + longestTurn
    for (;;) {
      try {
        return await super.acquireConnection()
      } catch (error) {
        if ((error as { code?: unknown }).code !== tooManyConnections || performance.now() > until) throw error
        await pause(50)
      }
    }
  }

  /** @throws {StorageError} unknown_outcome if the response was lost: the transaction may have been committed */
  override async commitTransaction(connection: Connection) {
    try {
      await super.commitTransaction(connection)
    } catch (error) {
      const isLost = storageFaultOf(error) === 'away' || error instanceof StorageError
      if (!isLost) throw error
      throw new StorageError('unknown_outcome', `The answer to a commit was lost: ${messageOf(error)}`, {
        cause: error,
      })
    }
  }

  /** A failed rollback is not reported, as this would hide the first error; the server rolls back by itself. */
  override async rollbackTransaction(connection: Connection) {
    await super.rollbackTransaction(connection).catch(() => {})
  }
}

function within<T>(work: Promise<T>, limit: number): Promise<T> {
  if (limit === Number.POSITIVE_INFINITY) return work
  return new Promise((resolve, reject) => {
    const late = () => reject(new StorageError('slow', 'There was no connection to the database in time.'))
    const timer = setTimeout(late, Math.max(0, limit))
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
