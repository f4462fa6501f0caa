import type { Context } from '#context'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { closeLocked, reopenLocked } from './changes.ts'
import { getTicketForUpdate } from './tickets.ts'

/** @returns the id of the System line, or of the last message when the ticket was closed already */
export const closeTicket = (ctx: Context, actor: Actor, id: number): Promise<number> =>
  withTransaction(ctx, async (ctx) => closeLocked(ctx, actor, await getTicketForUpdate(ctx, actor, id)))

/** The same by whoever has its page before them: what they have not read there yet would be closed unread. */
export const closeFromPage = (ctx: Context, actor: Actor, id: number): Promise<number> =>
  withTransaction(ctx, async (ctx) => {
    const ticket = await getTicketForUpdate(ctx, actor, id)
    return closeLocked(ctx, actor, ticket, { ifAllRead: true })
  })

/**
 * @returns the id of the System line, or of the last message when the ticket was open already
 * @throws conflict when the customer has as many open tickets as a customer may have
 */
export const reopenTicket = (ctx: Context, actor: Actor, id: number): Promise<number> =>
  withTransaction(ctx, async (ctx) => reopenLocked(ctx, actor, await getTicketForUpdate(ctx, actor, id)))
