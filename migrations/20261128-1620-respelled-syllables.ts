import type { Kysely } from 'kysely'
import { up as respell } from './20261128-1520-respelled-numbers.ts'

/**
 * Ethiopic syllables that are spoken alike, 々 and the letter before it, ヶ and か, 斎 and 斉, letters of Ewe and what is
 * joined behind an apostrophe are found in each spelling from now on. All that is there is written anew, once.
 */
export async function up(db: Kysely<unknown>) {
  await respell(db)
}
