import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import type { TicketEvent } from '../db/schema.ts'
import { insertMessage } from './message-queries.ts'
import { setReadMark, updateTicket } from './queries.ts'

const deeds: Record<TicketEvent, string> = {
  claimed: 'claimed this ticket',
  taken_over: 'took this ticket over',
  released: 'released this ticket',
  assigned: 'assigned this ticket',
  closed: 'closed this ticket',
  reopened: 'reopened this ticket',
}

type Named = { id: number; display_name: string }
const named = ({ id, display_name }: Named) => `${display_name} (#${id})`

/** "Anna Petrov (#5) claimed this ticket." */
export const systemText = (event: TicketEvent, who: Named, about: Named | null) =>
  `${named(who)} ${deeds[event]}${about ? ` to ${named(about)}` : ''}.`

/** Records in the thread who did what to the ticket. @returns the line's message id */
export async function addSystemLine(
  ctx: Context,
  ticketId: number,
  actor: Pick<Actor, 'id'>,
  event: TicketEvent,
  about_id: number | null = null,
): Promise<number> {
  const sent_at = ctx.clock.now()
  const id = await insertMessage(ctx, {
    ticket_id: ticketId,
    author_id: actor.id,
    kind: 'system',
    event,
    about_id,
    from_staff: 0,
    body: '',
    sent_at,
  })
  await updateTicket(ctx, ticketId, { last_message_id: id, last_message_at: sent_at })
  await setReadMark(ctx, actor.id, ticketId, id)
  return id
}
