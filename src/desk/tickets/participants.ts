import type { Context } from '#context'
import { colleaguesAmong, staffWhoWrote } from './participant-queries.ts'
import type { LockedTicket } from './queries.ts'

/** Of the desk: who has the ticket, and who has written in it. */
export async function deskOf(ctx: Context, ticket: LockedTicket): Promise<number[]> {
  const writers = await staffWhoWrote(ctx, ticket.id)
  const holder = ticket.assistant_id === null ? [] : [ticket.assistant_id]
  return [...holder, ...writers].filter((id) => id !== ticket.customer_id)
}

const name = /(?<![\p{L}\p{M}\p{N}_@])@([\p{L}\p{M}\p{N}]{1,16})(?![\p{L}\p{M}\p{N}_])/gu
const mostNames = 20

/** Whom a note names as `@username`: the colleagues who can read it, and the names that are nobody’s of them. */
export async function namedIn(ctx: Context, ticket: LockedTicket, note: string) {
  const typed = [...note.matchAll(name)].map(([, name = '']) => [name.toLowerCase(), name] as const)
  const names = new Map([...new Map(typed)].slice(0, mostNames))
  const found = names.size > 0 ? await colleaguesAmong(ctx, [...names.keys()]) : []
  const colleagues = found.filter(({ id }) => id !== ticket.customer_id)
  for (const { username_key } of colleagues) names.delete(username_key)
  return { colleagues: colleagues.map(({ id }) => id), unheard: [...names.values()] }
}
