import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import { releaseFromGone } from './claims.ts'
import { holdRoom } from './opening.ts'
import { isCustomerOf } from './policy.ts'
import { openClosedTicket } from './queries.ts'
import type { Ticket } from './ticket-row.ts'

/**
 * Opens a closed ticket again. For its customer it counts like opening one; the desk may whenever it has something to say.
 *
 * @returns false when it is open already
 * @throws conflict when the customer has as many open tickets as a customer may have
 */
export async function openAgain(ctx: Context, ticket: Ticket, actor: Actor): Promise<boolean> {
  if (ticket.closed_at !== null && isCustomerOf(actor, ticket)) await holdRoom(ctx, actor)
  if (!(await openClosedTicket(ctx, ticket.id))) return false
  await releaseFromGone(ctx, actor, ticket)
  return true
}
