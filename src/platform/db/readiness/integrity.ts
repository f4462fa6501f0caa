import type { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { FileGuard } from '../sqlite/file-guard.ts'

// Loaded on first use.
const { Worker: Thread } = process.getBuiltinModule('node:worker_threads')

/** Minimum pause between two checks, in milliseconds. */
const restAtLeast = 10_000
/** Checks may use one hundredth of one processor's time. */
const restFactor = 100

/** Checks the whole SQLite file for damage in a thread, on request but not too often. */
export class IntegrityCheck {
  readonly #guard
  readonly #log
  #thread: Worker | null = null
  #nextAt = 0

  constructor(guard: FileGuard, log: Logger) {
    this.#guard = guard
    this.#log = log
  }

  /** Starts a check if one is due, and reports damage to the guard. */
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
