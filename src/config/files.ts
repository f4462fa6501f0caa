import { dirname, join, resolve } from 'node:path'

export const defaultDatabase = 'file:data/supportme.db'

/** Where files are kept: beside a SQLite database, or where one would be. */
export function filesFolder(database: string | undefined, set: string | undefined): string {
  const file = database?.startsWith('file:') ? database : defaultDatabase
  return resolve(set ?? join(dirname(file.slice('file:'.length)), 'files'))
}
