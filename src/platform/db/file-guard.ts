import { statSync } from 'node:fs'
import { StorageError, type StorageFault, storageFaultOf } from './storage-error.ts'

/** SQLite keeps a database in three files as long as it is open. */
const suffixes = ['', '-wal', '-shm']

/** Milliseconds for which a failed write counts: the next one may be smaller and succeed. */
const failureCounts = 10_000

/**
 * Watches over the file of an SQLite database, so that nothing is acknowledged that would be lost: in files that are no
 * longer those at their paths (what is in them is gone when the process ends), or in a damaged database.
 */
export class FileGuard {
  readonly path
  #known: string[] | null = null
  #damage: StorageError | null = null
  #failed: { fault: StorageFault; at: number } | null = null

  constructor(path: string) {
    this.path = path
  }

  /** To be called once the database is open in WAL mode: from then on its files must stay the same. */
  remember(): void {
    this.#known = this.#identities()
  }

  /** Before a write. @throws {StorageError} damaged */
  refuseDamaged(): void {
    if (this.#damage) throw this.#damage
  }

  /**
   * Before a write, which must not go into files that were moved and may come back; and after it, before anybody is told of it.
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

  /** Takes notice of a statement that failed. */
  note(error: unknown): void {
    const fault = storageFaultOf(error)
    if (fault === null || fault === 'locked') return
    this.#failed = { fault, at: performance.now() }
    // Of the full-text index alone: what it is made from is whole.
    const isOfIndex = (error as { code?: unknown }).code === 'SQLITE_CORRUPT_VTAB'
    if (fault === 'damaged' && !isOfIndex) this.noteDamage(error)
  }

  /** Unless it is in files that took the place of those that are open, which is worse and has its own words. */
  noteDamage(cause: unknown): void {
    if (this.#replaced()) return
    const message = `${this.path} is damaged; nothing is written any more until the program is started again.`
    this.#damage ??= new StorageError('damaged', message, { cause })
  }

  /** Why a statement failed a short while ago, if one did. */
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
