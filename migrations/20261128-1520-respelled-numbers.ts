import { type Kysely, sql } from 'kysely'
import { up as respell } from './20261127-1300-respelled-search.ts'

/**
 * Numbers in groups and abbreviations with dots are found as one word from now on, and messages of a ticket stand apart.
 * All that is there is written anew, once.
 */
export async function up(db: Kysely<unknown>) {
  await sql`delete from jobs where kind in ('respell_search', 'respell_events') and status = 'queued'`.execute(db)
  await respell(db)
}
