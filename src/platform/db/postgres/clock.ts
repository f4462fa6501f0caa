import { sql } from 'kysely'
import type { Database } from '../client.ts'

/** Milliseconds by which `now` is ahead of the clock of the server. */
export async function aheadOfServer(db: Database, now: number): Promise<number> {
  const { rows } = await sql<{ at: string }>`select extract(epoch from clock_timestamp()) * 1000 as at`.execute(db)
  return now - Number(rows[0]?.at)
}
