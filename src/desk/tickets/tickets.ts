import type { z } from 'zod'
import type { Context } from '#context'
import { forbidden, notFound } from '#errors'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { consumeWriting } from '#platform/limits/writing-limit.ts'
import { readNotificationsAbout } from '#platform/notifications/inbox.ts'
import { ticketOpened } from './activity.ts'
import { updateTicket } from './change-queries.ts'
import { messageEdited, titleEdited } from './message-activity.ts'
import { firstMessageOf, insertEdit, updateMessageBody } from './message-queries.ts'
import { consumeOpening, lockRoom, type OpenedTicket, storeTicket } from './opening.ts'
import { mayEdit } from './policy.ts'
import { findTicket, type LockedTicket, lockTicket } from './queries.ts'
import { setTicketRead, setUnreadForOthers } from './read-mark-queries.ts'
import { staffForEdit, staffWithout } from './recipients.ts'
import type { newTicket, ticketEdit } from './schemas.ts'
import { indexAnew, indexEditedMessage } from './search-documents.ts'
import type { TicketInFull } from './ticket-row.ts'

/** @throws not-found if there is no such ticket or the actor may not see it */
export async function getTicket(ctx: Context, actor: Actor, id: number): Promise<TicketInFull> {
  const ticket = await findTicket(ctx, actor, id)
  if (!ticket) throw notFound('ticket')
  return ticket
}

/** For the one contract that distinguishes a ticket that may not be seen from one that does not exist. */
export { ticketExists } from './queries.ts'

/**
 * The same inside a transaction that changes the ticket: it is locked until the transaction ends.
 *
 * @throws not-found if there is no such ticket or the actor may not see it
 */
export async function getTicketForUpdate(ctx: Context, actor: Actor, id: number): Promise<LockedTicket> {
  const ticket = await lockTicket(ctx, actor, id)
  if (!ticket) throw notFound('ticket')
  return ticket
}

export async function openTicket(
  ctx: Context,
  actor: Actor,
  { title, message: body }: z.output<typeof newTicket>,
): Promise<OpenedTicket> {
  await consumeOpening(ctx, actor)
  return withTransaction(ctx, async (ctx) => {
    await lockRoom(ctx, actor.id)
    const now = ctx.clock.now()
    const opening = { title, customer_id: actor.id, waiting_on: 'staff' } as const
    const opened = await storeTicket(ctx, opening, { author_id: actor.id, from_staff: 0, body }, now)
    const ticket = { id: opened.ticket_id, customer_id: actor.id, participant_ids: [], assistant_id: null }
    const fact = { actor_id: actor.id, ticket, message_id: opened.message_id, to: staffWithout([actor.id]) }
    await record(ctx, ticketOpened, fact, now)
    return opened
  })
}

/** @throws forbidden for everybody but the ticket's customer */
export function refuseOthersEdits(actor: Actor, ticket: { customer_id: number }): void {
  if (mayEdit(actor, ticket)) return
  throw forbidden('customers_own_only', 'Only the customer who opened the ticket can edit its title and first message.')
}

/**
 * Edits the title, the first message or both, which makes the ticket unread for others; earlier versions are kept and
 * shown.
 */
export async function editTicket(
  ctx: Context,
  actor: Actor,
  id: number,
  edit: z.output<typeof ticketEdit>,
): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const ticket = await getTicketForUpdate(ctx, actor, id)
    refuseOthersEdits(actor, ticket)
    await consumeWriting(ctx, actor)
    const now = ctx.clock.now()
    const past = { ticket_id: id, author_id: actor.id, edited_at: now }
    const fact = { actor_id: actor.id, ticket, to: staffForEdit(ticket) }

    const with_title = edit.title !== undefined && edit.title !== ticket.title
    if (edit.title !== undefined && with_title) {
      await updateTicket(ctx, id, { title: edit.title })
      await indexAnew(ctx, id)
      await insertEdit(ctx, { ...past, before: ticket.title })
      await record(ctx, titleEdited, { ...fact, before: { title: ticket.title }, after: { title: edit.title } }, now)
    }
    const first = await firstMessageOf(ctx, id)
    const with_message = edit.message !== undefined && edit.message !== first.body
    if (with_message && first.author_id !== actor.id)
      throw forbidden('not_the_author', 'The first message of this ticket was written by staff.')
    if (edit.message !== undefined && with_message) {
      await updateMessageBody(ctx, first.id, edit.message)
      await indexEditedMessage(ctx, id, first.id)
      await insertEdit(ctx, { ...past, message_id: first.id, before: first.body })
      await record(ctx, messageEdited, { ...fact, message_id: first.id, with_title }, now)
    }
    if (with_title || with_message) await setUnreadForOthers(ctx, ticket)
  })
}

/** Called when an older part is shown because of this message. */
export async function markMessageRead(
  ctx: Context,
  actor: Actor,
  { id, newest_notification_id }: TicketInFull,
  message_id?: number,
) {
  if (message_id !== undefined && newest_notification_id > 0)
    await readNotificationsAbout(ctx, actor, { subject: { type: 'ticket', id }, message_id })
}

/**
 * Writes only if something is new. What came after the ticket was read here stays unread, and is announced by the live
 * stream.
 *
 * @param shown_up_to the last message shown, if it was not the newest
 */
export async function markRead(ctx: Context, actor: Actor, ticket: TicketInFull, shown_up_to?: number): Promise<void> {
  const { id, newest_id, read_message_id, newest_notification_id } = ticket
  const message_up_to = shown_up_to !== undefined && shown_up_to < newest_id ? shown_up_to : undefined
  const seen = message_up_to ?? newest_id
  if (seen > read_message_id) await setTicketRead(ctx, actor.id, id, seen)
  if (newest_notification_id > 0)
    await readNotificationsAbout(ctx, actor, {
      subject: { type: 'ticket', id },
      message_up_to,
      up_to: newest_notification_id,
    })
}
