import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Context } from '../context.ts'
import type { TicketEvent } from '../db/schema.ts'
import { withTransaction } from '../db/transaction.ts'
import { notify } from '../notifications/notify.ts'
import { closeOpenTicket } from './queries.ts'
import { openAgain } from './reopening.ts'
import { addSystemLine } from './system-lines.ts'
import type { Ticket } from './ticket-row.ts'
import { announce, holdAndGetTicket } from './tickets.ts'

/** @returns the id of the System line, or of the last message when the ticket was closed already */
export const closeTicket = (ctx: Context, actor: Actor, id: number) => turn(ctx, actor, id, closeOpen, 'closed')

/**
 * @returns the id of the System line, or of the last message when the ticket was open already
 * @throws conflict when the customer has as many open tickets as a customer may have
 */
export const reopenTicket = (ctx: Context, actor: Actor, id: number) => turn(ctx, actor, id, openAgain, 'reopened')

type Turn = (ctx: Context, ticket: Ticket, actor: Actor) => Promise<boolean>

const closeOpen: Turn = (ctx, { id }) => closeOpenTicket(ctx, id)

function turn(ctx: Context, actor: Actor, id: number, change: Turn, event: TicketEvent): Promise<number> {
  return withTransaction(ctx, async (ctx) => {
    const ticket = await holdAndGetTicket(ctx, actor, id)
    if (!(await change(ctx, ticket, actor))) return ticket.last_message_id
    const line = await addSystemLine(ctx, id, actor, event)
    await recordAudit(ctx, { actor_id: actor.id, action: event, entity: 'ticket', entity_id: id })
    await notify(ctx, {
      kind: 'status',
      ticket_id: id,
      message_id: line,
      actor_id: actor.id,
      to: [ticket.customer.id, ticket.assistant?.id],
    })
    announce(ctx, { id, customer_id: ticket.customer.id })
    return line
  })
}
