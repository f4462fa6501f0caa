import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Database } from '../client.ts'
import { compareMigrations } from '../migrate.ts'
import type { FileGuard } from '../sqlite/file-guard.ts'
import { StorageError, type StorageFault, storageFaultOf, storageReasons } from '../storage-error.ts'
import { withTimeouts } from '../timeouts.ts'
import { IntegrityCheck } from './integrity.ts'
import { readProbe, writeProbe } from './queries.ts'

/** Every probe is answered within two seconds. */
const timeouts = { statement: 1200, lock: 1000, total: 1500 }
/** Milliseconds for which an answer is cached. */
const readyFor = 5000
const notReadyFor = 1000
/** Milliseconds. */
const watchEvery = 60_000
/** The size of a long message: if it can be stored, so can the next message. */
const filler = 'x'.repeat(16_000)

/** Finds out by a write whether the database can store data. */
export class Readiness {
  readonly #db
  readonly #log
  readonly #guard
  readonly #integrity
  #answer: { reason: string | null; until: number } = { reason: null, until: 0 }
  #asking: Promise<void> | null = null
  #watch: NodeJS.Timeout | undefined

  /** @param guard of an SQLite file */
  constructor(db: Database, log: Logger, guard: FileGuard | null) {
    this.#db = db
    this.#log = log
    this.#guard = guard
    this.#integrity = guard && new IntegrityCheck(guard, log)
  }

  /** Looks for damage to an SQLite file at startup, when it is most likely to be found, and then also where nobody asks. */
  watch(): void {
    if (!this.#integrity) return
    this.#integrity.start()
    this.#watch = setInterval(() => this.whyNot(), watchEvery).unref()
  }

  async close(): Promise<void> {
    clearInterval(this.#watch)
    await this.#integrity?.stop()
  }

  /** @returns null if ready. Frequent probes are cheap: one write answers all within a few seconds. */
  async whyNot(): Promise<string | null> {
    const fault = this.#faultOfFile()
    if (fault) return storageReasons[fault]
    if (performance.now() >= this.#answer.until) {
      this.#asking ??= this.#ask().finally(() => {
        this.#asking = null
      })
      await this.#asking
    }
    return this.#answer.reason
  }

  #faultOfFile(): StorageFault | null {
    try {
      this.#guard?.check()
    } catch (error) {
      return storageFaultOf(error)
    }
    return this.#guard?.recentFault() ?? null
  }

  async #ask(): Promise<void> {
    const reason = await withTimeouts(timeouts, () => this.#probe()).catch((error) => {
      this.#guard?.note(error)
      this.#log.error({ err: error }, 'the database cannot be written')
      return storageReasons[storageFaultOf(error) ?? 'away']
    })
    if (reason === null && this.#answer.reason !== null) this.#log.info('ready again')
    this.#answer = { reason, until: performance.now() + (reason === null ? readyFor : notReadyFor) }
  }

  async #probe(): Promise<string | null> {
    const mark = randomUUID() + filler
    await writeProbe(this.#db, mark)
    // The value is not compared: another process may have written its own mark meanwhile.
    if (this.#guard && !readProbe(this.#guard.path))
      throw new StorageError('replaced', 'The data that was written is missing.')
    this.#integrity?.start()
    const { pending } = await compareMigrations(this.#db)
    return pending.length > 0 ? `migrations pending: ${pending.join(', ')}` : null
  }
}
