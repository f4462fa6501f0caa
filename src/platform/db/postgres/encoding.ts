import { sql } from 'kysely'
import type { Database } from '../client.ts'

/**
 * In another encoding some signs cannot be stored, or the database does not know letters from bytes.
 *
 * @returns a clause, or null if it is UTF8
 */
export async function whyNotEncoded(db: Database): Promise<string | null> {
  const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(db)
  const encoding = rows[0]?.server_encoding
  if (encoding === 'UTF8') return null
  return `its encoding is ${encoding}, in which not everything that people write can be stored and found; make one by createdb --encoding=UTF8 --template=template0, and move what is in this one there by pg_dump and pg_restore`
}
