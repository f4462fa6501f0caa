import type { Insertable } from 'kysely'
import type { Context } from '#context'
import { DomainError } from '#errors'
import { hour } from '#lib/durations.ts'
import type { Schema } from '#platform/db/schema.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { consume, consumeByAddress } from '#platform/limits/rate-limit.ts'
import { insertTicket, updateTicket } from './change-queries.ts'
import { escalationColumns } from './escalation-queries.ts'
import { insertMessage } from './message-queries.ts'
import { countOpenTickets, lockCustomer } from './opening-queries.ts'
import { normalPriority } from './priorities.ts'
import { setTicketRead } from './read-mark-queries.ts'
import { indexNewMessage } from './search-documents.ts'

const ofCustomer: Limit = { name: 'open-ticket', most: 10, window: hour }
const ofAddress: Limit = { name: 'open-ticket-address', most: 30, window: hour }

/** @throws too_many if tickets are opened faster than a person would */
export async function consumeOpening(ctx: Context, actor: Actor): Promise<void> {
  await consume(ctx, ofCustomer, actor.id)
  await consumeByAddress(ctx, ofAddress)
}

/** Whether the customer is below the maximum number of open tickets. */
export async function hasRoom(ctx: Context, customerId: number): Promise<boolean> {
  const most = ctx.settings.current.max_open_tickets
  return (await countOpenTickets(ctx, customerId, most)) < most
}

/**
 * Called in the transaction that opens or reopens a ticket: concurrent ones cannot exceed the limit.
 *
 * @param options.own whether the error is for the customer, not for a participant
 * @throws conflict if the customer has the maximum number of open tickets
 */
export async function lockRoom(ctx: Context, customerId: number, { own = true } = {}): Promise<void> {
  await lockCustomer(ctx, customerId)
  if (await hasRoom(ctx, customerId)) return
  const most = ctx.settings.current.max_open_tickets
  const tickets = `${most} open ${most === 1 ? 'ticket' : 'tickets'}, as many as may be open at once`
  const sentence = own
    ? `You have ${tickets}. Close one that is settled, then open this one.`
    : `This ticket is closed, and the customer who opened it has ${tickets}.`
  throw new DomainError('conflict', 'too_many_open_tickets', sentence, { fields: [{ field: '', message: sentence }] })
}

export interface OpenedTicket {
  ticket_id: number
  message_id: number
}

type NewTicket = Pick<
  Insertable<Schema['tickets']>,
  'title' | 'customer_id' | 'assistant_id' | 'waiting_on' | 'first_answered_at'
>

/** Stores a ticket with its first message, which its author has read. */
export async function storeTicket(
  ctx: Context,
  ticket: NewTicket,
  { author_id, ...written }: { author_id: number; from_staff: 0 | 1; body: string },
  now: number,
): Promise<OpenedTicket> {
  const ticket_id = await insertTicket(ctx, {
    ...ticket,
    ...{ opened_at: now, open_since: now, waits_since: now, staff_replied_at: now },
    ...{ priority: normalPriority, ...escalationColumns(null) },
    ...{ last_note_id: 0, last_message_id: 0, last_message_at: now },
  })
  const message = { kind: 'message', ...written, sent_at: now } as const
  const message_id = await insertMessage(ctx, { ...message, ticket_id, author_id })
  const { title, customer_id } = ticket
  const indexed = { id: ticket_id, title, customer_id, participant_ids: [] }
  await indexNewMessage(ctx, indexed, { ...message, id: message_id })
  await updateTicket(ctx, ticket_id, { last_message_id: message_id })
  await setTicketRead(ctx, author_id, ticket_id, message_id)
  return { ticket_id, message_id }
}
