import type BetterSqlite from 'better-sqlite3'

/** Milliseconds. */
const rememberFor = 10_000

/** Whether other connections, also of other processes, write to the file. */
export class OtherWriters {
  readonly #version
  #known: unknown
  #seenAt = Number.NEGATIVE_INFINITY

  constructor(file: BetterSqlite.Database) {
    this.#version = file.prepare('pragma data_version').pluck()
    this.#known = this.#version.get()
  }

  /** Checks for commits since the last check. */
  look(): void {
    const version = this.#version.get()
    if (version !== this.#known) this.#seenAt = performance.now()
    this.#known = version
  }

  /** Whether another connection has written recently. */
  get areActive(): boolean {
    return performance.now() - this.#seenAt < rememberFor
  }
}
