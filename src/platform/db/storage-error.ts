import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'

/** Why the database cannot do what it should, as far as people and operators need to tell apart. */
export type StorageFault =
  | 'away' // it cannot be reached, or the connection to it was lost
  | 'refused' // its server answers, but lets this program not in
  | 'slow' // it did not answer in time
  | 'locked' // somebody else holds what is needed
  | 'full'
  | 'disk' // it cannot be read or written where it is kept, for a reason that only its administrators see
  | 'read_only'
  | 'damaged'
  | 'replaced' // the file that is open is no longer the one at its path
  | 'unknown_outcome' // the connection was lost during a commit: nobody knows whether it took place

/** A database fault that our own drivers have detected. */
export class StorageError extends Error {
  readonly fault: StorageFault

  constructor(fault: StorageFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StorageError'
    this.fault = fault
  }
}

/** By the error codes of both engines: SQLite's result codes, PostgreSQL's SQLSTATE (appendix A of its manual). */
const faultByCode: [StorageFault, RegExp][] = [
  ['full', /^(SQLITE_FULL|53100|53200)$/],
  ['read_only', /^(SQLITE_READONLY\w*|25006)$/],
  ['damaged', /^(SQLITE_CORRUPT\w*|SQLITE_NOTADB|XX001|XX002)$/],
  ['locked', /^(SQLITE_BUSY\w*|SQLITE_LOCKED\w*|SQLITE_PROTOCOL|55P03|40001|40P01)$/],
  ['slow', /^57014$/],
  ['disk', /^(SQLITE_IOERR\w*|SQLITE_CANTOPEN\w*|58\w{3})$/],
  ['refused', /^(28\w{3}|3D000|42501|53300)$/],
  ['away', /^(08\w{3}|53\w{3}|57P\w{2}|25P0[34])$/],
]

/** The database's fault in an error; null if the statement was wrong, or something else failed. */
export function storageFaultOf(error: unknown): StorageFault | null {
  if (error instanceof StorageError) return error.fault
  const code = (error as { code?: unknown } | null)?.code
  if (typeof code !== 'string') return null
  return faultByCode.find(([, codes]) => codes.test(code))?.[0] ?? null
}

/** The faults in words for operators. */
export const storageReasons: Record<StorageFault, string> = {
  away: 'the database does not answer',
  refused: 'the database server refuses the desk',
  slow: 'the database does not answer in time',
  unknown_outcome: 'the database does not answer in time',
  locked: 'another program holds the database',
  full: 'there is no room left for the database',
  disk: 'the files of the database cannot be read or written',
  read_only: 'the database takes no writes',
  damaged: 'the database is damaged',
  replaced: 'the file of the database was moved, deleted or replaced',
}

/** Why something failed, for operators: our explanation, then the database's message. */
export function reasonForOperators(error: unknown): string {
  const said =
    error instanceof Error && error.message ? error.message : String((error as { code?: unknown })?.code ?? error)
  const fault = storageFaultOf(error)
  return fault ? `${storageReasons[fault]} (${said})` : said
}

/** Bytes that must be free beside a database to open it. */
const toOpen = 100_000

/** On a full disk SQLite cannot create the files beside a database, and only reports an I/O error. */
export function errorOnDisk(error: unknown, path: string): unknown {
  if (storageFaultOf(error) !== 'disk') return error
  const { bavail, bsize } = statfsSync(dirname(path))
  return bavail * bsize < toOpen ? new StorageError('full', (error as Error).message, { cause: error }) : error
}

/** Translates file system errors about files beside the database into storage faults. */
export function fileSystemError(error: unknown): unknown {
  const { code, errno } = (error ?? {}) as NodeJS.ErrnoException
  if (errno === undefined) return error
  const fault = code === 'ENOSPC' || code === 'EDQUOT' ? 'full' : 'disk'
  return new StorageError(fault, `a file cannot be written: ${code}`, { cause: error })
}
