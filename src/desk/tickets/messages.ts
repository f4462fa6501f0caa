import type { Context } from '#context'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { readNotificationsAbout } from '#platform/notifications/inbox.ts'
import { type ChangeOptions, newest, recordReopening } from './changes.ts'
import { commandIn } from './commands.ts'
import { messageWritten } from './message-activity.ts'
import { insertMessage } from './message-queries.ts'
import { firstAnswer, setTicketRead, updateTicket } from './queries.ts'
import { staffOf } from './recipients.ts'
import { getTicketForUpdate } from './tickets.ts'
import { actsAsStaff } from './visibility.ts'
import { consumeWriting } from './writing.ts'

export interface WrittenMessage {
  ticket_id: number
  message_id: number
  /** The typed command that was done instead of storing a message. */
  command: string | null
}

/**
 * Writes into a ticket, or does the command that was typed. A message to a closed ticket reopens it.
 *
 * @param options what holds for a command
 */
export async function writeMessage(
  ctx: Context,
  actor: Actor,
  ticket_id: number,
  body: string,
  options: ChangeOptions = {},
): Promise<WrittenMessage> {
  return withTransaction(ctx, async (ctx) => {
    const ticket = await getTicketForUpdate(ctx, actor, ticket_id)
    const command = commandIn(actor, body)
    if (command) {
      const message_id = await command.run(ctx, actor, ticket, options)
      return { ticket_id, message_id, command: command.name }
    }

    await consumeWriting(ctx, actor)
    const now = ctx.clock.now()
    const reopening = ticket.closed_at === null ? null : await recordReopening(ctx, actor, ticket, now)
    const forStaff = actsAsStaff(actor, ticket)
    const message = { kind: 'message', from_staff: forStaff ? 1 : 0, body, sent_at: now } as const
    const message_id = await insertMessage(ctx, { ...message, ticket_id, author_id: actor.id })
    await updateTicket(ctx, ticket_id, {
      ...reopening?.change,
      waiting_on: forStaff ? 'customer' : 'staff',
      ...(forStaff && { staff_replied_at: now, first_answered_at: firstAnswer(now) }),
      ...newest(message_id, now),
    })
    await setTicketRead(ctx, actor.id, ticket_id, message_id)
    await readNotificationsAbout(ctx, actor, 'ticket', ticket_id)
    const to = async (ctx: Context) => [ticket.customer_id, ...(await staffOf(ctx, ticket))]
    await record(ctx, messageWritten, { actor_id: actor.id, ticket, message_id, to }, now)
    return { ticket_id, message_id, command: null }
  })
}
