import type BetterSqlite from 'better-sqlite3'

/** Milliseconds. */
const rememberFor = 10_000

/** Whether others than this connection write to the file, in whatever process. */
export class OtherWriters {
  readonly #version
  #known: unknown
  #seenAt = Number.NEGATIVE_INFINITY

  constructor(file: BetterSqlite.Database) {
    this.#version = file.prepare('pragma data_version').pluck()
    this.#known = this.#version.get()
  }

  /** Takes notice of what was committed since the last look. */
  look(): void {
    const version = this.#version.get()
    if (version !== this.#known) this.#seenAt = performance.now()
    this.#known = version
  }

  /** Whether any was seen a short while ago. */
  get areActive(): boolean {
    return performance.now() - this.#seenAt < rememberFor
  }
}
