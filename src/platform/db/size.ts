import { statSync } from 'node:fs'
import { sql } from 'kysely'
import { sqlitePath } from '#config/database-url.ts'
import type { Database } from './client.ts'

/** Bytes; 0 if there is no such file. */
const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** Sizes of an SQLite database, in bytes: the file, and the log that grows beside it while another program reads for long. */
export const sizesOf = (path: string) => ({ file: sizeOf(path), log: sizeOf(`${path}-wal`) })

/** What the database takes on its disk, in bytes. */
export async function databaseSize(db: Database, url: string): Promise<number> {
  const path = sqlitePath(url)
  if (path) return sizesOf(path).file + sizesOf(path).log
  const size = await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(db)
  return Number(size.rows[0]?.bytes)
}
