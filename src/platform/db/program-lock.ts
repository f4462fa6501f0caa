import { closeSync, openSync } from 'node:fs'
import BetterSqlite from 'better-sqlite3'
import { usersOf } from './file-users.ts'

/** Held until released, or until the process ends in any way: the operating system then releases it. */
export interface ProgramLock {
  release(): void
}

/** Beside the database, so that it works if the database is missing or damaged. It stays empty. */
const lockFile = (path: string) => `${path}.lock`

/**
 * A shared lock that every program takes while it works on a SQLite database.
 *
 * @throws while another program holds the exclusive lock
 */
export function lockWithOthers(path: string): ProgramLock {
  const lock = take(path, (file) => {
    file.exec('begin')
    file.prepare('select count(*) from sqlite_schema').get()
  })
  if (!lock) throw new Error(`a backup is being restored to ${path} at this moment; start again when that is done`)
  return lock
}

/** A second lock, for the one server. @returns null while another server holds it */
export const lockAsServer = (path: string): ProgramLock | null => take(path, (file) => file.exec('begin immediate'))

/** The exclusive lock. @returns null while any program works on the database */
export const lockAlone = (path: string): ProgramLock | null => take(path, (file) => file.exec('begin exclusive'))

/** Whether a process that started before this one works on the database, as far as this system can tell. */
export const othersWorkOn = (path: string): boolean => usersOf([lockFile(path)]).some((pid) => pid < process.pid)

function take(path: string, lock: (file: BetterSqlite.Database) => void): ProgramLock | null {
  const name = lockFile(path)
  create(name)
  const file = new BetterSqlite(name, { timeout: 0, fileMustExist: true })
  try {
    lock(file)
    return { release: () => void file.close() }
  } catch (error) {
    file.close()
    if ((error as { code?: string }).code === 'SQLITE_BUSY') return null
    throw error
  }
}

/** Opens no existing file, as closing it would release this process's locks on it; follows no symbolic link. */
function create(name: string): void {
  try {
    closeSync(openSync(name, 'ax', 0o600))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
