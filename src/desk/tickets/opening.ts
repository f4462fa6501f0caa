import type { Context } from '#context'
import { DomainError } from '#errors'
import { hour } from '#lib/durations.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { consume, consumeByAddress } from '#platform/limits/rate-limit.ts'
import { countOpenTickets, lockCustomer } from './opening-queries.ts'

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
