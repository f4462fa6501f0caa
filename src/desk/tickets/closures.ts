import type { Context } from '#context'
import { conflict } from '#errors'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { closeLocked, reopenLocked } from './changes.ts'
import { hasUnseenWords } from './message-queries.ts'
import type { LockedTicket } from './queries.ts'
import { getTicketForUpdate } from './tickets.ts'
import { actsAsStaff } from './visibility.ts'

/** @returns the id of the System line, or of the last message when the ticket was closed already */
export const closeTicket = (ctx: Context, actor: Actor, id: number): Promise<number> =>
  withTransaction(ctx, async (ctx) => closeLocked(ctx, actor, await getTicketForUpdate(ctx, actor, id)))

/** The same by whoever has its page before them: what they have not read there yet would be closed unread. */
export const closeFromPage = (ctx: Context, actor: Actor, id: number): Promise<number> =>
  withTransaction(ctx, async (ctx) => {
    const ticket = await getTicketForUpdate(ctx, actor, id)
    await refuseUnseen(ctx, actor, ticket)
    return closeLocked(ctx, actor, ticket)
  })

/** @throws conflict for staff, where a customer has written since they last looked at the ticket */
export async function refuseUnseen(ctx: Context, actor: Actor, ticket: LockedTicket): Promise<void> {
  if (!actsAsStaff(actor, ticket) || ticket.closed_at !== null || !(await hasUnseenWords(ctx, actor.id, ticket.id)))
    return
  throw conflict('written_meanwhile', 'The customer has written in the meantime: read it before you close the ticket.')
}

/**
 * @returns the id of the System line, or of the last message when the ticket was open already
 * @throws conflict when the customer has as many open tickets as a customer may have
 */
export const reopenTicket = (ctx: Context, actor: Actor, id: number): Promise<number> =>
  withTransaction(ctx, async (ctx) => reopenLocked(ctx, actor, await getTicketForUpdate(ctx, actor, id)))
