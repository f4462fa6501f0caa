import { chmodSync, closeSync, existsSync, lstatSync, mkdirSync, openSync, readdirSync, readSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Other files that the program keeps beside its database. */
export const besides = /^(secret-key|pepper|files)(\.|$)|^(compiled|backups)$/

/**
 * Makes a database and the files beside it (its log, its copies) readable by their owner alone: when they are created
 * and at each start, as an earlier version or a restored copy may have been readable by others. A folder that holds
 * nothing else is protected as well.
 *
 * @throws when the file is no database; it is left unchanged
 */
export function closeToOthers(path: string): void {
  refuseOtherFiles(path)
  const folder = dirname(path)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // SQLite gives its other files the mode of the database.
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  const names = readdirSync(folder)
  const ours = names.filter((name) => name.startsWith(basename(path)) || besides.test(name))
  for (const name of ours) tighten(join(folder, name), 0o600)
  if (ours.length === names.length) tighten(folder, 0o700)
}

function tighten(path: string, mode: number): void {
  try {
    const there = lstatSync(path)
    if (there.isSymbolicLink() || (there.mode & 0o077) === 0) return
    chmodSync(path, there.isDirectory() ? 0o700 : mode)
  } catch (error) {
    // The file is gone, or has another owner, who has to do it.
    if (!['ENOENT', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

const firstBytes = 'SQLite format 3\0'

function refuseOtherFiles(path: string): void {
  if (!existsSync(path)) return
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(firstBytes.length)
    const count = readSync(file, bytes)
    if (count > 0 && bytes.toString('latin1', 0, count) !== firstBytes) throw new Error(`${path} is not a database`)
  } finally {
    closeSync(file)
  }
}
