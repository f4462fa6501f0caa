import type { z } from 'zod'
import type { Context } from '#context'
import { invalidField } from '#errors'
import { record } from '#platform/activity/record.ts'
import type { WaitingOn } from '#platform/db/schema.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { findAccountFor } from '#platform/identity/references.ts'
import { consumeWriting } from '#platform/limits/writing-limit.ts'
import { lockAtDesk } from './claims.ts'
import { ticketOpenedFor } from './message-activity.ts'
import { type OpenedTicket, storeTicket } from './opening.ts'
import { lockAccount } from './participant-queries.ts'
import { nobody, whyNoCustomer } from './participants.ts'
import type { newTicket, ticketForCustomer } from './schemas.ts'

type TicketForCustomer = z.output<typeof ticketForCustomer>

/**
 * Opens a ticket for a customer who has called or come to the desk.
 *
 * @throws invalid (field `customer`) if there is no such account, or it cannot have tickets
 */
export async function openOnBehalf(ctx: Context, actor: Actor, input: TicketForCustomer): Promise<OpenedTicket> {
  const { customer: who, waiting_on, ...ticket } = input
  return withTransaction(ctx, async (ctx) => {
    const found = await findAccountFor(ctx, who)
    const reason = found ? await whyNoTicketOf(ctx, found.id) : nobody
    if (!found || reason) throw invalidField('customer', reason ?? nobody)
    return openTicketFor(ctx, actor, found.id, ticket, waiting_on)
  })
}

/** Why an account can have no ticket; null if it can, which stays so until the transaction ends. */
export const whyNoTicketOf = async (ctx: Context, id: number): Promise<string | null> =>
  whyNoCustomer(await lockAccount(ctx, id))

/**
 * Opens a ticket of a customer with a first message of staff, who also claim it; the customer is notified.
 *
 * @param waiting_on who is to write next; a message from staff to themselves is no answer
 */
export async function openTicketFor(
  ctx: Context,
  actor: Actor,
  customer_id: number,
  { title, message: body }: z.output<typeof newTicket>,
  waiting_on: WaitingOn = 'customer',
): Promise<OpenedTicket> {
  return withTransaction(ctx, async (ctx) => {
    await lockAtDesk(ctx, actor)
    await consumeWriting(ctx, actor)
    const now = ctx.clock.now()
    const first_answered_at = waiting_on === 'customer' ? now : null
    const opening = { title, customer_id, assistant_id: actor.id, waiting_on, first_answered_at }
    const opened = await storeTicket(ctx, opening, { author_id: actor.id, from_staff: 1, body }, now)
    const ticket = { id: opened.ticket_id, customer_id, participant_ids: [], assistant_id: actor.id }
    await record(ctx, ticketOpenedFor, { actor_id: actor.id, ticket, message_id: opened.message_id }, now)
    return opened
  })
}
