import type { Context } from '#context'
import { spellingsOf } from '#lib/spelling.ts'
import type { LockedTicket } from './queries.ts'
import { listStaffNames } from './recipient-queries.ts'
import { isCustomerOf, type OfCustomers } from './visibility.ts'

const name = /(?<![\p{L}\p{M}\p{N}_@])@([\p{L}\p{M}\p{N}]{1,16})(?![\p{L}\p{M}\p{N}_])/gu
const mostNames = 20

/**
 * The colleagues whom a note mentions and who can read it, and the names that mention nobody. `@name` is a username, or
 * if nobody has it, a part of a colleague's name.
 */
export async function mentionsIn(ctx: Context, ticket: LockedTicket, note: string) {
  const typed = [...note.normalize('NFKC').matchAll(name)].map(([, name = '']) => [name.toLowerCase(), name] as const)
  const names = [...new Map(typed)].slice(0, mostNames)
  const staff = names.length > 0 ? await listStaffNames(ctx) : []
  const colleagues = new Set<number>()
  const unknown_mentions: string[] = []
  for (const [key, name] of names) {
    const exact = staff.filter(({ username }) => username.toLowerCase() === key)
    const meant = exact.length > 0 ? exact : staff.filter(isCalled(new Set(spellings(name))))
    const readers = meant.filter((one) => !isCustomerOf(one, ticket))
    if (readers.length === 0) unknown_mentions.push(name)
    for (const { id } of readers) colleagues.add(id)
  }
  return { colleagues: [...colleagues], unknown_mentions }
}

/** A username or part of a name, of any length. */
const called = /(?<![\p{L}\p{M}\p{N}_@])@([\p{L}\p{M}\p{N}]+)(?![\p{L}\p{M}\p{N}_])/gu
const betweenParts = /[^\p{L}\p{M}\p{N}]+/u

/** A cheap test before the search for names. */
export const mayCallSomebody = (text: string) => /[@\uff20\ufe6b]/.test(text)

/** In the spelling of the search: Muller and Mueller are Müller, and Soren is Søren. */
function spellings(part: string): string[] {
  const { plain, spelledOut } = spellingsOf(part)
  return spelledOut === null ? [plain] : [plain, spelledOut]
}

const isCalled =
  (names: Set<string>) =>
  ({ username, display_name }: { username: string; display_name: string }) =>
    [username, ...display_name.split(betweenParts)].some((part) => spellings(part).some((one) => names.has(one)))

/** The colleagues that a text names by `@` and their username or a part of their name, by username. */
export async function colleaguesNamedIn(ctx: Context, text: string, ticket?: OfCustomers) {
  const names = new Set([...text.normalize('NFKC').matchAll(called)].flatMap(([, part = '']) => spellings(part)))
  if (names.size === 0) return []
  const colleagues = (await listStaffNames(ctx)).filter((one) => !ticket || !isCustomerOf(one, ticket))
  return colleagues.filter(isCalled(names)).map(({ username }) => username)
}
