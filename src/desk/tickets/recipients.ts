import type { Context } from '#context'
import type { LockedTicket } from './queries.ts'
import { staffWhoWrote } from './recipient-queries.ts'

/** The staff who hear of what a customer writes: who has the ticket, and who has written in it. */
export async function staffOf(ctx: Context, ticket: LockedTicket): Promise<number[]> {
  const writers = await staffWhoWrote(ctx, ticket.id)
  const holder = ticket.assistant_id === null ? [] : [ticket.assistant_id]
  return [...holder, ...writers].filter((id) => id !== ticket.customer_id)
}
