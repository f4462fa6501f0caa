import type { Context } from '#context'
import { speaksForDesk } from '#desk/tickets/policy.ts'
import { getTicket } from '#desk/tickets/tickets.ts'
import { forbidden, malformed } from '#errors'
import { type Cursor, pageOf } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { listEntriesOfTicket } from './entry-queries.ts'

/**
 * What the log knows of a ticket and its messages, for the desk alone.
 *
 * @throws forbidden for an own ticket, where staff are customers like any other
 */
export async function readHistory(ctx: Context, actor: Actor, ticketId: number, limit: number, cursor?: Cursor) {
  if (cursor && cursor.length !== 2) throw malformed('This cursor belongs to another list.')
  const ticket = await getTicket(ctx, actor, ticketId)
  if (!speaksForDesk(actor, ticket)) throw forbidden('own_ticket', 'The history of your own ticket is for colleagues.')
  const rows = await listEntriesOfTicket(ctx, ticketId, limit + 1, cursor?.[1])
  return { ticket, ...pageOf(rows, limit, ({ at, id }) => [at, id]) }
}
