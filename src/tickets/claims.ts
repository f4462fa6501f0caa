import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Context } from '../context.ts'
import { withTransaction } from '../db/transaction.ts'
import { conflict, forbidden } from '../errors.ts'
import { notify } from '../notifications/notify.ts'
import { holdColleague } from './participant-queries.ts'
import { assignWhereSeen, openClosedTicket, openTicketsOfAssistant } from './queries.ts'
import { addSystemLine } from './system-lines.ts'
import type { Ticket } from './ticket-row.ts'
import { announce, holdAndGetTicket } from './tickets.ts'

/** What the claimer saw: nobody (null), an assistant's id, or 'whoever' to take the ticket over regardless. */
export type Seen = number | null | 'whoever'

/**
 * Claims a ticket, or takes it over from a colleague; a closed one is reopened. Counts only if what the
 * claimer saw is still so: of many at once exactly one wins.
 *
 * @returns the id of the last System line
 * @throws conflict already_claimed, naming who has it
 */
export async function claimTicket(ctx: Context, actor: Actor, id: number, seen: Seen): Promise<number> {
  return withTransaction(ctx, async (ctx) => {
    const ticket = await holdAndGetTicket(ctx, actor, id)
    if (!actor.is_staff) throw onlyForStaff()
    const holder = ticket.assistant?.id ?? null
    if (holder === actor.id && ticket.closed_at === null) return ticket.last_message_id
    // Whoever leaves the desk at this moment gives back what they have: it must not become more behind it.
    if (!(await holdColleague(ctx, actor.id))) throw onlyForStaff()
    if (holder !== actor.id) {
      if (seen !== 'whoever' && seen !== holder) throw alreadyClaimed(ticket)
      await assignWhereSeen(ctx, id, holder, actor.id)
    }
    const reopened = await openClosedTicket(ctx, id)
    const first = reopened ? await addSystemLine(ctx, id, actor, 'reopened') : 0
    const line =
      holder === actor.id ? first : await addSystemLine(ctx, id, actor, holder === null ? 'claimed' : 'taken_over')
    await recordAudit(ctx, {
      actor_id: actor.id,
      action: 'claimed',
      entity: 'ticket',
      entity_id: id,
      before: { assistant_id: holder },
      after: { assistant_id: actor.id },
    })
    const news = { ticket_id: id, actor_id: actor.id }
    if (holder !== actor.id) await notify(ctx, { ...news, kind: 'unassigned', to: [holder] })
    if (reopened) await notify(ctx, { ...news, kind: 'status', message_id: first, to: [ticket.customer.id] })
    announce(ctx, { id, customer_id: ticket.customer.id })
    return line
  })
}

const onlyForStaff = () => forbidden('staff_only', 'Only the desk’s staff can claim a ticket.')

export function alreadyClaimed(ticket: Ticket) {
  const { assistant } = ticket
  if (!assistant)
    return conflict('released_meanwhile', 'The ticket was released in the meantime; look at it again.', { assistant })
  const sentence = `${assistant.display_name} (#${assistant.id}) has claimed this ticket in the meantime.`
  return conflict('already_claimed', sentence, { assistant })
}

/** Gives a claimed ticket back to the queue. Nothing happens when nobody has claimed it. */
export async function releaseTicket(ctx: Context, actor: Actor, id: number): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const ticket = await holdAndGetTicket(ctx, actor, id)
    if (!ticket.assistant) return
    if (ticket.assistant.id !== actor.id) throw alreadyClaimed(ticket)
    await assignWhereSeen(ctx, id, actor.id, null)
    await recordRelease(ctx, actor, { id, customer_id: ticket.customer.id })
  })
}

async function recordRelease(
  ctx: Context,
  holder: { id: number },
  ticket: { id: number; customer_id: number },
  actor_id: number | null = holder.id,
) {
  await addSystemLine(ctx, ticket.id, holder, 'released')
  await recordAudit(ctx, {
    actor_id,
    action: 'released',
    entity: 'ticket',
    entity_id: ticket.id,
    before: { assistant_id: holder.id },
    after: { assistant_id: null },
  })
  announce(ctx, ticket)
}

/**
 * Gives back everything that a person who leaves the desk had claimed and not closed.
 *
 * @param actorId who has them leave, null for the shell
 */
export async function releaseAllOf(ctx: Context, actorId: number | null, id: number): Promise<void> {
  for (const ticket of await openTicketsOfAssistant(ctx, id)) {
    if (await assignWhereSeen(ctx, ticket.id, id, null)) await recordRelease(ctx, { id }, ticket, actorId)
  }
}

/** Gives back what was closed when its assistant left the desk, and is opened again: nobody would look after it. */
export async function releaseFromGone(ctx: Context, actor: Actor, { id, assistant, customer }: Ticket): Promise<void> {
  if (!assistant || (await holdColleague(ctx, assistant.id))) return
  await assignWhereSeen(ctx, id, assistant.id, null)
  await recordRelease(ctx, assistant, { id, customer_id: customer.id }, actor.id)
}
