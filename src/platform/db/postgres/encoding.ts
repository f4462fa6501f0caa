import { sql } from 'kysely'
import type { Database } from '../client.ts'
import { engineOfDatabase } from '../dialect.ts'

/**
 * In another encoding some characters cannot be stored, or the database does not know letters from bytes.
 *
 * @throws for a database of PostgreSQL that is not in UTF8
 */
export async function refuseOtherEncodings(db: Database): Promise<void> {
  if (engineOfDatabase(db) === 'sqlite') return
  const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(db)
  const encoding = rows[0]?.server_encoding
  if (encoding === 'UTF8') return
  throw new Error(
    `its encoding is ${encoding}, in which not everything that people write can be stored and found; make one by createdb --encoding=UTF8 --template=template0, and move what is in this one there by pg_dump and pg_restore`,
  )
}
