import { statSync } from 'node:fs'
import { StorageError } from './storage-error.ts'

/** SQLite keeps a database in three files as long as it is open. */
const suffixes = ['', '-wal', '-shm']

/**
 * Notices that the files which are open are no longer those at their paths: what is written to a file that was deleted
 * or replaced is lost when the process ends.
 */
export class FileIdentity {
  readonly #path
  readonly #known: string[]

  /** @param path of a database that is open and in WAL mode */
  constructor(path: string) {
    this.#path = path
    this.#known = this.#now()
  }

  /** @throws {StorageError} replaced */
  check(): void {
    const now = this.#now()
    const at = this.#known.findIndex((known, n) => known !== now[n])
    if (at < 0) return
    const what = now[at] === gone ? 'was deleted' : 'was replaced by another'
    throw new StorageError('replaced', `${this.#path}${suffixes[at]} ${what} while it was open.`)
  }

  #now = (): string[] => suffixes.map((suffix) => identityOf(this.#path + suffix))
}

const gone = 'gone'

function identityOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  return found ? `${found.dev}:${found.ino}` : gone
}
