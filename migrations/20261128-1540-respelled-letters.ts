import type { Kysely } from 'kysely'
import { up as respell } from './20261128-1520-respelled-numbers.ts'

/**
 * Japanese forms of characters, ゔ and ば, the tone marks of ำ and ৎ are one spelling with their variants in the search
 * from now on, and numbers of cards are one word. All that is there is written anew, once.
 */
export async function up(db: Kysely<unknown>) {
  await respell(db)
}
