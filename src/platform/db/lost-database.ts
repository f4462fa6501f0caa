import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { minute } from '#lib/durations.ts'

/** Milliseconds: younger secrets may come from another process that is starting the same desk right now. */
const startTakes = minute

const statOf = (path: string) => statSync(path, { throwIfNoEntry: false })
/** Whether a file has no content, or does not exist. */
export const isEmpty = (path: string) => (statOf(path)?.size ?? 0) === 0

/**
 * Why no new database may be created: other files of an earlier desk exist, so the database was lost.
 *
 * @param secrets files that are created together with a desk
 * @returns a sentence, or null if a new desk may begin
 */
export function whyNotNew(path: string, secrets: string[]): string | null {
  if (!isEmpty(path)) return null
  const what = statOf(path) ? `The database file ${path} is empty` : `There is no database file at ${path}`
  if (!isEmpty(`${path}-wal`))
    return `${what}, but ${path}-wal is there, which belongs to one. Put the database file back, or restore a backup. To begin a new, empty desk, move ${path}-wal away.`
  const [copy] = copiesOf(path)
  if (copy)
    return `${what}, but ${copy} is there, from before a restore or a migration: one may have been ended in the middle. Restore again, or move that file back. To begin a new, empty desk, move it elsewhere.`
  const old = secrets.filter((file) => Math.abs(Date.now() - (statOf(file)?.mtimeMs ?? Date.now())) > startTakes)
  if (old.length === 0) return null
  return `${what}, but the secrets of a desk are there (${old.join(', ')}). Put the database file back, restore a backup, or set DATABASE_URL to where it is. To begin a new, empty desk, move the secrets away.`
}

/** Copies of a database that restores and migrations have kept. */
function copiesOf(path: string): string[] {
  const folder = dirname(path)
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => name.startsWith(`${basename(path)}.before-`))
  return names.map((name) => join(folder, name))
}

export const secretFile = (folder: string, name: string) => join(folder, name.toLowerCase().replace('_', '-'))
