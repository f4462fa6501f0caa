import type { Context } from '#context'
import { largestId } from '#lib/largest-id.ts'
import type { Term } from '#lib/searched-words.ts'
import { customerKey, type KeyedTerm, ticketKey } from '#platform/db/full-text.ts'
import { listAccountsOfTerms } from '#platform/identity/account-word-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'

/**
 * Limits on accounts examined: for one way to write a term and for a whole search, so that no thread is needed; and on
 * those matching a term whose tickets are then found by it.
 */
const most = { ofOne: 1000, ofAll: 2000, found: 50 }

/**
 * What finds a ticket besides its words: each term's number, and for staff the people whom it names by username, name
 * or address. People named by more of the terms come first.
 */
export async function keysOf(
  ctx: Context,
  actor: Actor,
  terms: Term[],
): Promise<{ terms: KeyedTerm[]; numbers: number[]; people: number[] }> {
  const numbers = terms.map(numberOf)
  const people = actor.is_staff ? await peopleOf(ctx, terms) : []
  const [first = [], ...others] = people
  return {
    terms: terms.map((term, n) => {
      const number = numbers[n]
      return { ...term, keys: [...(number ? [ticketKey(number)] : []), ...(people[n] ?? []).map(customerKey)] }
    }),
    numbers: numbers.filter((number) => number !== null),
    people: first.filter((id) => others.every((ids) => ids.includes(id))),
  }
}

/** `49`, however it was marked as a number: `#49`, `[#49]`. */
function numberOf({ any: [needle, ...others] }: Term): number | null {
  const [word = '', ...further] = needle?.words ?? []
  const isNumber = others.length === 0 && further.length === 0 && /^[1-9]\d{0,9}$/.test(word)
  return isNumber && Number(word) <= largestId ? Number(word) : null
}

/** A single letter is no name, and too many names begin with it. */
const isName = ({ any }: Term) => any.some(({ words, unspaced }) => unspaced || words.join('').length > 1)

async function peopleOf(ctx: Context, terms: Term[]): Promise<number[][]> {
  const names = terms.filter(isName)
  const ways = names.flatMap(({ any }) => any).length
  const found = await listAccountsOfTerms(ctx, names, Math.min(most.ofOne, Math.floor(most.ofAll / ways)))
  const named = (id: number) => found.filter((ids) => ids.has(id)).length
  return terms.map((term) => {
    const ids = found[names.indexOf(term)] ?? []
    const ranked = [...ids].map((id) => ({ id, named: named(id) }))
    return ranked
      .toSorted((a, b) => b.named - a.named || b.id - a.id)
      .slice(0, most.found)
      .map(({ id }) => id)
  })
}
