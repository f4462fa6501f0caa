import type { Kysely } from 'kysely'
import { up as respell } from './20261127-1300-respelled-search.ts'

/**
 * Signs between words have no meaning in the search of events from now on, and an apostrophe that is a letter parts no
 * word. What earlier versions wrote there is written anew by the same jobs.
 */
export async function up(db: Kysely<unknown>) {
  await respell(db)
}
