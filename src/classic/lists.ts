import { z } from 'zod'
import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import { forbidden } from '../errors.ts'
import { ok } from '../http/answer.ts'
import { api } from '../http/route.ts'
import type { ListedTicket } from '../tickets/queries.ts'
import { getUser } from './accounts.ts'
import { allTickets } from './everything.ts'
import { userParams } from './fields.ts'
import { showTicket, ticketJson } from './json.ts'

const answers = { 200: z.object({ tickets: z.array(ticketJson) }) }
const ownList = { for: 'member', params: userParams, answers } as const

const list = (tickets: ListedTicket[]) => ok({ tickets: tickets.map(showTicket) })

export const listRoutes = [
  api.get(
    '/get-open-tickets/:user_id',
    { ...ownList, summary: 'One’s own open tickets, oldest opened first' },
    async ({ ctx, actor, params }) => {
      await refuseOthers(ctx, actor, params.user_id)
      const [opened, claimed] = await openedAndClaimed(ctx, actor, 'open', 'mine')
      return list(merged(opened, claimed).sort((a, b) => a.sort_value - b.sort_value || a.id - b.id))
    },
  ),
  api.get(
    '/get-closed-tickets/:user_id',
    { ...ownList, summary: 'One’s own closed tickets, most recently closed first' },
    async ({ ctx, actor, params }) => {
      await refuseOthers(ctx, actor, params.user_id)
      const [opened, claimed] = await openedAndClaimed(ctx, actor, 'closed', 'mine_closed')
      return list(merged(opened, claimed).sort((a, b) => b.sort_value - a.sort_value || b.id - a.id))
    },
  ),
  api.get(
    '/get-unclaimed-tickets',
    { summary: 'Open tickets that nobody has claimed, oldest opened first', for: 'staff', answers },
    async ({ ctx, actor }) => list(await allTickets(ctx, actor, 'unclaimed')),
  ),
]

/** @throws not-found for a user that does not exist, forbidden for one that is not the actor */
async function refuseOthers(ctx: Context, actor: Actor, user_id: number): Promise<void> {
  if (user_id === actor.id) return
  await getUser(ctx, user_id)
  throw forbidden('not_yours', 'These are somebody else’s tickets.')
}

/** What somebody at the desk opened before they joined it is what they would see as a customer. */
const asCustomer = (actor: Actor): Actor => ({ ...actor, account_type: 'customer', is_staff: false })

const openedAndClaimed = async (ctx: Context, actor: Actor, opened: 'open' | 'closed', claimed: 'mine' | 'mine_closed') =>
  [await allTickets(ctx, asCustomer(actor), opened), actor.is_staff ? await allTickets(ctx, actor, claimed) : []] as const

/** A ticket that somebody both opened and claimed is listed once. */
const merged = (...lists: ListedTicket[][]) => [...new Map(lists.flat().map((ticket) => [ticket.id, ticket])).values()]
