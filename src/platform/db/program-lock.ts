import { closeSync, existsSync, openSync } from 'node:fs'
import BetterSqlite from 'better-sqlite3'
import { usersOf } from './file-users.ts'

/** Held until it is released, or until the process ends in whatever way: the system lets go of it then. */
export interface ProgramLock {
  release(): void
}

/** Beside the database, so that it works while the database itself is missing or damaged. It stays empty. */
const lockFile = (path: string) => `${path}.lock`

/**
 * For every program that works on a SQLite database; they do not shut each other out.
 *
 * @throws while somebody has locked all others out
 */
export function lockWithOthers(path: string): ProgramLock {
  const lock = take(path, (file) => {
    file.exec('begin')
    file.prepare('select count(*) from sqlite_schema').get()
  })
  if (!lock) throw new Error(`a backup is being restored to ${path} at this moment; start again when that is done`)
  return lock
}

/** Beside that, for the one server. @returns null while there is another */
export const lockAsServer = (path: string): ProgramLock | null => take(path, (file) => file.exec('begin immediate'))

/** @returns null while any program works on the database */
export const lockAlone = (path: string): ProgramLock | null => take(path, (file) => file.exec('begin exclusive'))

/** Whether a process that began before this one works on the database, as far as this system tells. */
export const othersWorkOn = (path: string): boolean => usersOf([lockFile(path)]).some((pid) => pid < process.pid)

function take(path: string, lock: (file: BetterSqlite.Database) => void): ProgramLock | null {
  const name = lockFile(path)
  // Only where there is none: closing a file lets go of every lock that this process has on it.
  if (!existsSync(name)) closeSync(openSync(name, 'a', 0o600))
  const file = new BetterSqlite(name, { timeout: 0 })
  try {
    lock(file)
    return { release: () => void file.close() }
  } catch (error) {
    file.close()
    if ((error as { code?: string }).code === 'SQLITE_BUSY') return null
    throw error
  }
}
