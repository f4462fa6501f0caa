import type { Context } from '#context'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { closeLocked, reopenLocked } from './changes.ts'
import { getTicketForUpdate } from './tickets.ts'

/** @returns the id of the System line, or of the last message if the ticket was closed already */
export const closeTicket = (ctx: Context, actor: Actor, id: number): Promise<number> =>
  withTransaction(ctx, async (ctx) => closeLocked(ctx, actor, await getTicketForUpdate(ctx, actor, id)))

/** The same from the ticket's page: refuses if there are messages that the person has not seen. */
export const closeFromPage = (ctx: Context, actor: Actor, id: number): Promise<number> =>
  withTransaction(ctx, async (ctx) => {
    const ticket = await getTicketForUpdate(ctx, actor, id)
    return closeLocked(ctx, actor, ticket, { ifAllRead: true })
  })

/**
 * @returns the id of the System line, or of the last message if the ticket was open already
 * @throws conflict if the customer has the maximum number of open tickets
 */
export const reopenTicket = (ctx: Context, actor: Actor, id: number): Promise<number> =>
  withTransaction(ctx, async (ctx) => reopenLocked(ctx, actor, await getTicketForUpdate(ctx, actor, id)))
