import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Context } from '../context.ts'
import { withTransaction } from '../db/transaction.ts'
import { invalidField } from '../errors.ts'
import { notify } from '../notifications/notify.ts'
import { alreadyClaimed } from './claims.ts'
import { addNote, refuseOwn } from './notes.ts'
import { holdColleague } from './participant-queries.ts'
import { assignWhereSeen } from './queries.ts'
import { addSystemLine } from './system-lines.ts'
import { announce, holdAndGetTicket } from './tickets.ts'

export interface Assignment {
  assistant_id: number
  /** Whom the ticket was taken to belong to; null for nobody. */
  seen_assistant_id?: number | null | undefined
  /** What the colleague should know, as an internal note. */
  note?: string | undefined
}

/**
 * Hands a ticket to a colleague, with a note if there is something to say.
 *
 * @returns names after an `@` in the note that are no colleague's who can read it
 * @throws conflict when somebody else than was seen has it by now
 */
export async function assignTicket(
  ctx: Context,
  actor: Actor,
  id: number,
  { assistant_id, seen_assistant_id: seen, note }: Assignment,
): Promise<string[]> {
  return withTransaction(ctx, async (ctx) => {
    const ticket = await holdAndGetTicket(ctx, actor, id)
    refuseOwn(actor, ticket)
    const before = ticket.assistant?.id ?? null
    if (seen !== undefined && seen !== before && before !== assistant_id) throw alreadyClaimed(ticket)
    const colleague = await holdColleague(ctx, assistant_id)
    if (!colleague || colleague.id === ticket.customer.id)
      throw invalidField('assistant_id', 'Choose a colleague of the desk.')
    if (before !== assistant_id) {
      await assignWhereSeen(ctx, id, before, assistant_id)
      await addSystemLine(ctx, id, actor, 'assigned', assistant_id)
      await recordAudit(ctx, {
        actor_id: actor.id,
        action: 'assigned',
        entity: 'ticket',
        entity_id: id,
        before: { assistant_id: before },
        after: { assistant_id },
      })
      await notify(ctx, { kind: 'assigned', ticket_id: id, actor_id: actor.id, to: [assistant_id] })
      await notify(ctx, { kind: 'unassigned', ticket_id: id, actor_id: actor.id, to: [before] })
      announce(ctx, { id, customer_id: ticket.customer.id })
    }
    return note ? (await addNote(ctx, actor, ticket, note)).unheard : []
  })
}
