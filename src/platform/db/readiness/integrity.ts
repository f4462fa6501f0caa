import type { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { FileGuard } from '../file-guard.ts'

// Loaded where it is used.
const { Worker: Thread } = process.getBuiltinModule('node:worker_threads')

/** Milliseconds between two checks at least. */
const restAtLeast = 10_000
/** A check may take one hundredth of the time of one processor. */
const restFactor = 100

/** Looks through the whole file of an SQLite database for damage, in a thread, whenever asked but not too often. */
export class IntegrityCheck {
  readonly #guard
  readonly #log
  #thread: Worker | null = null
  #nextAt = 0

  constructor(guard: FileGuard, log: Logger) {
    this.#guard = guard
    this.#log = log
  }

  /** Starts a check if it is time for one; what it finds is told to the guard. */
  start(): void {
    const began = performance.now()
    if (this.#thread || began < this.#nextAt) return
    const thread = new Thread(new URL('./integrity-thread.ts', import.meta.url), { workerData: this.#guard.path })
    this.#thread = thread
    thread.unref()
    thread.on('message', (found: string) => found === 'ok' || this.#report(new Error(found), found))
    thread.on('error', (error) => this.#report(error, null))
    thread.on('exit', () => {
      this.#thread = null
      this.#nextAt = performance.now() + Math.max(restAtLeast, restFactor * (performance.now() - began))
    })
  }

  async stop(): Promise<void> {
    this.#nextAt = Number.POSITIVE_INFINITY
    await this.#thread?.terminate()
  }

  #report(error: Error, damage: string | null): void {
    if (damage !== null) this.#guard.noteDamage(damage)
    else this.#guard.note(error)
    this.#log.error({ err: error }, 'the check of the database file found a fault')
  }
}
