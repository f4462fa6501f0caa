import { z } from 'zod'
import type { Context } from '#context'
import type { QueueKey } from '#desk/ticket-lists/queues.ts'
import { isRequesterOf } from '#desk/tickets/visibility.ts'
import { forbidden } from '#errors'
import { ok } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { allTickets, type BriefTicket } from './everything.ts'
import { userParams } from './fields.ts'
import { classicTicketJson, ticketJson } from './json.ts'

const answers = { 200: z.object({ tickets: z.array(ticketJson) }) }
const ownList = { for: 'member', params: userParams, answers } as const

const list = (tickets: BriefTicket[]) => ok({ tickets: tickets.map(classicTicketJson) })

export const listRoutes = [
  api.get(
    '/get-open-tickets/:user_id',
    { ...ownList, summary: 'Your open tickets, oldest opened first' },
    async ({ ctx, actor, params }) => {
      refuseOthers(actor, params.user_id)
      return list((await ownTickets(ctx, actor, 'open', 'mine')).sort(byTime))
    },
  ),
  api.get(
    '/get-closed-tickets/:user_id',
    { ...ownList, summary: 'Your closed tickets, most recently closed first' },
    async ({ ctx, actor, params }) => {
      refuseOthers(actor, params.user_id)
      return list((await ownTickets(ctx, actor, 'closed', 'mine_closed')).sort(lastClosedFirst))
    },
  ),
  api.get(
    '/get-unclaimed-tickets',
    { summary: 'Tickets that nobody has claimed, open and closed, oldest opened first', for: 'staff', answers },
    async ({ ctx, actor }) => {
      const open = await allTickets(ctx, actor, 'unclaimed')
      return list([...open, ...(await allTickets(ctx, actor, 'unclaimed_closed'))].sort(byTime))
    },
  ),
]

const byTime = (a: BriefTicket, b: BriefTicket) => a.opened_at - b.opened_at || a.id - b.id
const lastClosedFirst = (a: BriefTicket, b: BriefTicket) => (b.closed_at ?? 0) - (a.closed_at ?? 0) || b.id - a.id

/** @throws forbidden for any id but the actor's, whether or not there is such a user */
function refuseOthers(actor: Actor, user_id: number): void {
  if (user_id !== actor.id) throw forbidden('not_yours', 'These are somebody else’s tickets.')
}

/** The tickets that somebody opened and, as staff, claimed; each once. */
async function ownTickets(ctx: Context, actor: Actor, opened: QueueKey, claimed: QueueKey): Promise<BriefTicket[]> {
  const own = (await allTickets(ctx, asCustomer(actor), opened)).filter((ticket) => isRequesterOf(actor, ticket))
  const taken = actor.is_staff ? await allTickets(ctx, actor, claimed) : []
  return [...new Map([...own, ...taken].map((ticket) => [ticket.id, ticket])).values()]
}

/** Staff see tickets that they opened before they joined the desk as a customer would. */
const asCustomer = (actor: Actor): Actor => ({ ...actor, account_type: 'customer', is_staff: false })
