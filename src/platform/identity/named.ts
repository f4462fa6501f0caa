import { matcherOf, segmentsOf } from '#lib/found-words.ts'
import type { Term } from '#lib/searched-words.ts'
import type { Person } from './people.ts'

/** Searches by the words of accounts also match email addresses, which hosts and doors must not learn by them. */
export function isNamed({ display_name, username }: Pick<Person, 'display_name' | 'username'>, terms: Term[]): boolean {
  const segments = segmentsOf(`${display_name} ${username}`, matcherOf(terms))
  return new Set(segments.flatMap(({ hit }) => hit ?? [])).size === terms.length
}
