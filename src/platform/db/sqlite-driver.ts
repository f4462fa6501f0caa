import { setTimeout as pause } from 'node:timers/promises'
import type BetterSqlite from 'better-sqlite3'
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely'
import type { FileGuard } from './file-guard.ts'
import { StorageError } from './storage-error.ts'
import { beginWait, currentTimeouts } from './timeouts.ts'
import type { WriteAheadLog } from './write-ahead-log.ts'

/** Milliseconds before the next try while another process holds the file, as SQLite's own waiting has it. */
const delays = [1, 2, 5, 10, 15, 20, 25]

/** Milliseconds; what a timer takes at most. */
const longestTimer = 2 ** 31 - 1

const isBusy = (error: unknown) =>
  /^SQLITE_(BUSY|PROTOCOL)/.test(String((error as { code?: unknown } | null)?.code ?? ''))

/**
 * SQLite on one connection. Statements are synchronous and one at a time; what is outside of a transaction waits while
 * one is open. SQLite's own waiting for another process would stop this process as a whole, so it is switched off:
 * whatever finds the file held is tried again, and meanwhile everything else goes on. The same is true of waiting for
 * the disk: the next transaction may begin before the last one is on it, but nobody is answered before.
 */
export class SharedFileDriver implements Driver {
  readonly #file
  readonly #guard
  readonly #log
  readonly #statements = new Map<string, BetterSqlite.Statement>()
  readonly #idle: Session[] = []
  /** Whose transaction is open. */
  #holder: Session | null = null
  #transactionEnds = Promise.resolve()
  #endTransaction = () => {}

  constructor(file: BetterSqlite.Database, guard: FileGuard | null, log: WriteAheadLog | null) {
    this.#file = file
    this.#guard = guard
    this.#log = log
  }

  async init() {}

  async acquireConnection() {
    return this.#idle.pop() ?? new Session((session, query) => this.#run(session, query))
  }

  async releaseConnection(session: DatabaseConnection) {
    this.#idle.push(session as Session)
  }

  /** Takes the write lock at once: a later upgrade could only fail. */
  async beginTransaction(session: DatabaseConnection) {
    this.#guard?.refuseDamaged()
    await this.#attempt(session as Session, () => {
      this.#prepare('begin immediate').run()
      this.#holder = session as Session
      this.#transactionEnds = new Promise((resolve) => {
        this.#endTransaction = resolve
      })
    })
  }

  async commitTransaction(session: DatabaseConnection) {
    await this.#attempt(session as Session, () => this.#prepare('commit').run())
    this.#free()
    this.#guard?.check()
    await this.#onDisk()
  }

  /** SQLite rolls back by itself when the disk is full; doing it again would only hide why. */
  async rollbackTransaction() {
    try {
      if (this.#file.inTransaction) this.#prepare('rollback').run()
    } finally {
      this.#free()
    }
  }

  async destroy() {
    await this.#log?.close()
    this.#file.close()
  }

  /**
   * Waits until what was committed is on the disk.
   *
   * @throws {StorageError} unknown_outcome where the disk refuses it or does not answer in time
   */
  async #onDisk(): Promise<void> {
    if (!this.#log) return
    const wait = beginWait()
    const late = Promise.withResolvers<never>()
    const limit = Math.min(wait.limit, longestTimer)
    const timer = setTimeout(() => late.reject(new StorageError('slow', 'The disk did not answer in time.')), limit)
    try {
      await Promise.race([this.#log.synced(), late.promise])
    } catch (error) {
      this.#guard?.note(error)
      throw new StorageError('unknown_outcome', 'What was committed may not be on the disk.', { cause: error })
    } finally {
      clearTimeout(timer)
      wait.end()
    }
  }

  #free(): void {
    this.#holder = null
    this.#endTransaction()
  }

  async #run<R>(session: Session, { sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    let isWrite = false
    const result = await this.#attempt(session, () => {
      const statement = this.#prepare(sql)
      isWrite = !statement.readonly && this.#holder === null
      if (isWrite) this.#guard?.refuseDamaged()
      return resultOf<R>(statement, parameters)
    })
    if (isWrite) {
      this.#guard?.check()
      await this.#onDisk()
    }
    return result
  }

  async #attempt<T>(session: Session, act: () => T): Promise<T> {
    let giveUpAt: number | undefined
    for (let tries = 0; ; tries++) {
      while (this.#holder && this.#holder !== session) await this.#transactionEnds
      try {
        return act()
      } catch (error) {
        if (!isBusy(error)) {
          this.#guard?.note(error)
          throw error
        }
        const wait = beginWait()
        giveUpAt ??= performance.now() + Math.min(currentTimeouts().lock, wait.limit)
        try {
          if (performance.now() >= giveUpAt) throw error
          await pause(delays[tries] ?? delays.at(-1))
        } finally {
          wait.end()
        }
      }
    }
  }

  #prepare(sql: string): BetterSqlite.Statement {
    let statement = this.#statements.get(sql)
    if (!statement) {
      if (this.#statements.size >= mostStatements) this.#statements.clear()
      statement = this.#file.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }
}

const mostStatements = 500

type Run = <R>(session: Session, query: CompiledQuery) => Promise<QueryResult<R>>

/** Whoever works on the file at a time; by it a transaction knows its own statements. */
class Session implements DatabaseConnection {
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

function resultOf<R>(statement: BetterSqlite.Statement, parameters: readonly unknown[]): QueryResult<R> {
  if (statement.reader) return { rows: statement.all(parameters) as R[] }
  const { changes, lastInsertRowid } = statement.run(parameters)
  return { insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes), rows: [] }
}
