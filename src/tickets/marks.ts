import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Context } from '../context.ts'
import { withTransaction } from '../db/transaction.ts'
import { refuseOwn } from './notes.ts'
import { type Priority, rankOf } from './priorities.ts'
import { replaceTags, updateTicket } from './queries.ts'
import type { Ticket } from './ticket-row.ts'
import { announce, holdAndGetTicket } from './tickets.ts'

export const setPriority = (ctx: Context, actor: Actor, id: number, priority: Priority) =>
  mark(
    ctx,
    actor,
    id,
    'priority_changed',
    (ticket) => ({ priority: ticket.priority }),
    { priority },
    (ctx) => updateTicket(ctx, id, { priority: rankOf(priority) }),
  )

export const setTags = (ctx: Context, actor: Actor, id: number, tags: string[]) =>
  mark(
    ctx,
    actor,
    id,
    'tags_changed',
    (ticket) => ({ tags: ticket.tags }),
    { tags },
    (ctx) => replaceTags(ctx, id, tags),
  )

type Values = Record<string, unknown>

function mark(
  ctx: Context,
  actor: Actor,
  id: number,
  action: string,
  valuesOf: (ticket: Ticket) => Values,
  after: Values,
  change: (ctx: Context) => Promise<void>,
): Promise<void> {
  return withTransaction(ctx, async (ctx) => {
    const ticket = await holdAndGetTicket(ctx, actor, id)
    refuseOwn(actor, ticket)
    const before = valuesOf(ticket)
    if (JSON.stringify(before) === JSON.stringify(after)) return
    await change(ctx)
    await recordAudit(ctx, { actor_id: actor.id, action, entity: 'ticket', entity_id: id, before, after })
    announce(ctx, { id, customer_id: ticket.customer.id }, true)
  })
}
