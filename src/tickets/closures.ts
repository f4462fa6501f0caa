import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Context } from '../context.ts'
import type { TicketEvent } from '../db/schema.ts'
import { withTransaction } from '../db/transaction.ts'
import { notify } from '../notifications/notify.ts'
import { closeOpenTicket, openClosedTicket } from './queries.ts'
import { addSystemLine } from './system-lines.ts'
import { announce, holdAndGetTicket } from './tickets.ts'

/** @returns the id of the System line, or of the last message when the ticket was closed already */
export const closeTicket = (ctx: Context, actor: Actor, id: number) => turn(ctx, actor, id, closeOpenTicket, 'closed')

/** @returns the id of the System line, or of the last message when the ticket was open already */
export const reopenTicket = (ctx: Context, actor: Actor, id: number) =>
  turn(ctx, actor, id, openClosedTicket, 'reopened')

type Turn = (ctx: Context, id: number) => Promise<boolean>

function turn(ctx: Context, actor: Actor, id: number, change: Turn, event: TicketEvent): Promise<number> {
  return withTransaction(ctx, async (ctx) => {
    const ticket = await holdAndGetTicket(ctx, actor, id)
    if (!(await change(ctx, id))) return ticket.last_message_id
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
