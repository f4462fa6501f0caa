import type { Context } from '../context.ts'
import { staffAmong, staffWhoWrote } from './participant-queries.ts'
import type { Ticket } from './ticket-row.ts'

/** Of the desk: who has the ticket, and who has written in it. */
export async function deskOf(ctx: Context, ticket: Ticket): Promise<number[]> {
  const writers = await staffWhoWrote(ctx, ticket.id)
  const holder = ticket.assistant ? [ticket.assistant.id] : []
  return [...holder, ...writers].filter((id) => id !== ticket.customer.id)
}

/** Colleagues whom a note names as `@username`. */
export async function mentioned(ctx: Context, ticket: Ticket, note: string): Promise<number[]> {
  const names = [...note.matchAll(/(?<![\w@])@([A-Za-z0-9]{1,16})\b/g)].map((match) => (match[1] ?? '').toLowerCase())
  if (names.length === 0) return []
  return (await staffAmong(ctx, [...new Set(names)].slice(0, 20))).filter((id) => id !== ticket.customer.id)
}
