import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Context } from '../context.ts'
import { withTransaction } from '../db/transaction.ts'
import { forbidden } from '../errors.ts'
import { notify } from '../notifications/notify.ts'
import { insertMessage } from './message-queries.ts'
import { namedIn } from './participants.ts'
import { seesNotes } from './policy.ts'
import { setReadMark, updateTicket } from './queries.ts'
import type { Ticket } from './ticket-row.ts'
import { announce, holdAndGetTicket } from './tickets.ts'

/** @throws forbidden for an own ticket, where staff are customers like any other */
export function refuseOwn(actor: Actor, ticket: Ticket): void {
  if (!seesNotes(actor, ticket))
    throw forbidden('own_ticket', 'This is your own ticket: a colleague has to work on it.')
}

export interface WrittenNote {
  message_id: number
  /** Names after an `@` that are no colleague's who can read it. */
  unheard: string[]
}

/** Writes what only the desk reads. Colleagues named as `@username` are told. */
export async function writeNote(ctx: Context, actor: Actor, ticket_id: number, body: string): Promise<WrittenNote> {
  return withTransaction(ctx, async (ctx) => {
    const ticket = await holdAndGetTicket(ctx, actor, ticket_id)
    refuseOwn(actor, ticket)
    return addNote(ctx, actor, ticket, body)
  })
}

export async function addNote(ctx: Context, actor: Actor, ticket: Ticket, body: string): Promise<WrittenNote> {
  const note = { kind: 'note', from_staff: 1, body, sent_at: ctx.clock.now() } as const
  const message_id = await insertMessage(ctx, { ...note, ticket_id: ticket.id, author_id: actor.id })
  await updateTicket(ctx, ticket.id, { last_note_id: message_id })
  await setReadMark(ctx, actor.id, ticket.id, message_id)
  const { colleagues, unheard } = await namedIn(ctx, ticket, body)
  await notify(ctx, { kind: 'mention', ticket_id: ticket.id, message_id, actor_id: actor.id, to: colleagues })
  await recordAudit(ctx, { actor_id: actor.id, action: 'noted', entity: 'message', entity_id: message_id })
  announce(ctx, { id: ticket.id, customer_id: ticket.customer.id }, true)
  return { message_id, unheard }
}
