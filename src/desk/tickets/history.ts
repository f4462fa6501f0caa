import type { Context } from '#context'
import { forbidden } from '#errors'
import { readEntriesOfTicket } from '#platform/audit/log.ts'
import type { Cursor } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { getTicket } from './tickets.ts'
import { actsAsStaff } from './visibility.ts'

/**
 * The audit log's entries about a ticket and its messages, only for staff.
 *
 * @throws forbidden for their own tickets, for which staff are customers
 */
export async function readHistory(ctx: Context, actor: Actor, ticketId: number, limit: number, cursor?: Cursor) {
  const ticket = await getTicket(ctx, actor, ticketId)
  if (!actsAsStaff(actor, ticket)) throw forbidden('own_ticket', 'The history of your own ticket is for colleagues.')
  return { ticket, ...(await readEntriesOfTicket(ctx, ticketId, limit, cursor)) }
}
