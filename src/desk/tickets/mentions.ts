import type { Context } from '#context'
import type { LockedTicket } from './queries.ts'
import { colleaguesAmong, listStaff } from './recipient-queries.ts'
import { isCustomerOf, type OfCustomers } from './visibility.ts'

const name = /(?<![\p{L}\p{M}\p{N}_@])@([\p{L}\p{M}\p{N}]{1,16})(?![\p{L}\p{M}\p{N}_])/gu
const mostNames = 20

/** Whom a note names as `@username`: the colleagues who can read it, and the names that are nobody’s of them. */
export async function mentionsIn(ctx: Context, ticket: LockedTicket, note: string) {
  const typed = [...note.matchAll(name)].map(([, name = '']) => [name.toLowerCase(), name] as const)
  const names = new Map([...new Map(typed)].slice(0, mostNames))
  const found = names.size > 0 ? await colleaguesAmong(ctx, [...names.keys()]) : []
  const colleagues = found.filter((one) => !isCustomerOf(one, ticket))
  for (const { username_key } of colleagues) names.delete(username_key)
  return { colleagues: colleagues.map(({ id }) => id), unknown_mentions: [...names.values()] }
}

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** The colleagues whom a text calls by `@` and their username or a part of their name, by username. */
export async function colleaguesNamedIn(ctx: Context, ticket: OfCustomers, text: string) {
  const called = new Set([...text.normalize('NFKC').matchAll(name)].map(([, name = '']) => plain(name)))
  if (called.size === 0) return []
  const colleagues = (await listStaff(ctx)).filter((one) => !isCustomerOf(one, ticket))
  return colleagues
    .filter(({ username, display_name }) =>
      [username, ...display_name.split(/\s+/)].some((part) => called.has(plain(part))),
    )
    .map(({ username }) => username)
}
