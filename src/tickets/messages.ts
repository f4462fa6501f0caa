import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Context } from '../context.ts'
import { withTransaction } from '../db/transaction.ts'
import { notify } from '../notifications/notify.ts'
import { recordFirstAnswer } from '../numbers/first-answers.ts'
import { commandIn } from './commands.ts'
import { insertMessage } from './message-queries.ts'
import { deskOf } from './participants.ts'
import { speaksForDesk } from './policy.ts'
import { setReadMark, updateTicket } from './queries.ts'
import { openAgain } from './reopening.ts'
import { addSystemLine } from './system-lines.ts'
import { announce, holdAndGetTicket } from './tickets.ts'

export interface WrittenMessage {
  ticket_id: number
  message_id: number
  /** The typed command that was done instead of storing a message. */
  command: string | null
}

/** Writes into a ticket, or does the command that was typed. A message to a closed ticket reopens it. */
export async function writeMessage(
  ctx: Context,
  actor: Actor,
  ticket_id: number,
  body: string,
): Promise<WrittenMessage> {
  return withTransaction(ctx, async (ctx) => {
    const ticket = await holdAndGetTicket(ctx, actor, ticket_id)
    const command = commandIn(actor, body)
    if (command) return { ticket_id, message_id: await command.run(ctx, actor, ticket_id), command: command.name }

    const forDesk = speaksForDesk(actor, ticket)
    const now = ctx.clock.now()
    // The ticket's row is written first: it puts simultaneous messages in one order.
    await updateTicket(ctx, ticket_id, {
      waiting_on: forDesk ? 'customer' : 'staff',
      last_message_at: now,
      ...(forDesk && { staff_replied_at: now }),
    })
    if (forDesk) await recordFirstAnswer(ctx, ticket_id)
    if (await openAgain(ctx, ticket, actor)) await addSystemLine(ctx, ticket_id, actor, 'reopened')
    const message = { kind: 'message', from_staff: forDesk ? 1 : 0, body, sent_at: now } as const
    const message_id = await insertMessage(ctx, { ...message, ticket_id, author_id: actor.id })
    await updateTicket(ctx, ticket_id, { last_message_id: message_id })
    await setReadMark(ctx, actor.id, ticket_id, message_id)
    const to = [ticket.customer.id, ...(await deskOf(ctx, ticket))]
    await notify(ctx, { kind: 'message', ticket_id, message_id, actor_id: actor.id, to })
    await recordAudit(ctx, { actor_id: actor.id, action: 'written', entity: 'message', entity_id: message_id })
    announce(ctx, { id: ticket_id, customer_id: ticket.customer.id })
    return { ticket_id, message_id, command: null }
  })
}
