import { statSync } from 'node:fs'
import { StorageError, type StorageFault, storageFaultOf } from '../storage-error.ts'

/** An open SQLite database consists of three files. */
const suffixes = ['', '-wal', '-shm']

/** Milliseconds for which a failed write is reported; the next write may be smaller and succeed. */
const failureCounts = 10_000

/**
 * Watches the files of an SQLite database, so that no write is acknowledged that would be lost: into files that were
 * replaced at their paths (their data is gone when the process ends), or into a damaged database.
 */
export class FileGuard {
  readonly path
  #known: string[] | null = null
  #damage: StorageError | null = null
  #failed: { fault: StorageFault; at: number } | null = null

  constructor(path: string) {
    this.path = path
  }

  /** Called once the database is open in WAL mode: from then on its files must stay the same. */
  remember(): void {
    this.#known = this.#identities()
  }

  /** Before a write. @throws {StorageError} damaged */
  refuseDamaged(): void {
    if (this.#damage) throw this.#damage
  }

  /**
   * Called before a write, which must not go into files that were moved away and may come back, and after it, before
   * the write is acknowledged.
   *
   * @throws {StorageError} replaced or damaged
   */
  check(): void {
    this.refuseDamaged()
    const replaced = this.#replaced()
    if (replaced) throw replaced
  }

  #replaced(): StorageError | null {
    const now = this.#identities()
    const at = this.#known?.findIndex((known, n) => known !== now[n]) ?? -1
    if (at < 0) return null
    const what = now[at] === missing ? 'was deleted' : 'was replaced by another'
    return new StorageError('replaced', `${this.path}${suffixes[at]} ${what} while it was open.`)
  }

  /** Notes a statement that failed. */
  note(error: unknown): void {
    const fault = storageFaultOf(error)
    if (fault === null || fault === 'locked') return
    this.#failed = { fault, at: performance.now() }
    // Only the full-text index is damaged: the data that it is built from is intact.
    const isOfIndex = (error as { code?: unknown }).code === 'SQLITE_CORRUPT_VTAB'
    if (fault === 'damaged' && !isOfIndex) this.noteDamage(error)
  }

  /** Notes damage, unless the files were replaced: that is worse and has its own message. */
  noteDamage(cause: unknown): void {
    if (this.#replaced()) return
    const message = `${this.path} is damaged; nothing is written any more until the program is started again.`
    this.#damage ??= new StorageError('damaged', message, { cause })
  }

  /** Why a statement failed recently, if one did. */
  recentFault(): StorageFault | null {
    return this.#failed && performance.now() - this.#failed.at < failureCounts ? this.#failed.fault : null
  }

  #identities = (): string[] => suffixes.map((suffix) => identityOf(this.path + suffix))
}

const missing = 'missing'

function identityOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  return found ? `${found.dev}:${found.ino}` : missing
}
