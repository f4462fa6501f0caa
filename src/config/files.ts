import { dirname, join, resolve } from 'node:path'
import { sqlitePath } from './database-url.ts'

export const defaultDatabase = 'file:data/supportme.db'

/** The folder of files: by default beside the SQLite database, or where one would be. */
export function filesFolder(database: string | undefined, set: string | undefined): string {
  const file = sqlitePath(database ?? defaultDatabase) ?? 'data/none'
  return resolve(set ?? join(dirname(file), 'files'))
}
