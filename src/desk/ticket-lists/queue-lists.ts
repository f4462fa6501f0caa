import type { Context } from '#context'
import { type Age, waitingSince } from '#desk/tickets/models.ts'
import { malformedField } from '#errors'
import { type Cursor, pageOf } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { ListedTicket } from './list-queries.ts'
import { countQueues, listTickets } from './queue-queries.ts'
import { type QueueKey, queuesFor } from './queues.ts'

export { listStaff } from '#desk/tickets/recipient-queries.ts'
/** For lists chosen by filters: any tickets in one of the desk's orders. */
export { type ListedTicket, listInOrder, type Order, type Page, type Selection, ticketLists } from './list-queries.ts'

/** For the home page. */
export { listWaiting } from './waiting-queries.ts'

export interface TicketPage {
  rows: ListedTicket[]
  /** The cursor of the next page, or null at the end. */
  next: string | null
}

/** Lists in the API to which no page for staff links. */
const withoutPage = new Set<QueueKey>(['mine_closed', 'unclaimed_closed'])

export async function listQueue(
  ctx: Context,
  actor: Actor,
  queue: QueueKey,
  limit: number,
  after?: Cursor,
): Promise<TicketPage> {
  if (!(queue in queuesFor(actor.is_staff)) && !(actor.is_staff && withoutPage.has(queue)))
    throw malformedField('queue', 'There is no such queue for this account.')
  const rows = await listTickets(ctx, actor, queue, limit + 1, after)
  return pageOf(rows, limit, ({ position }) => position)
}

/** The meaning of a ticket's age in lists that show it; null for others. */
export function ageIn(ticket: ListedTicket, list: string): Age | null {
  // The last sort column before the id is when staff last wrote.
  if (list === 'inactive') return { since: ticket.position.at(-2) ?? ticket.opened_at, words: 'no reply for' }
  return list === 'waiting' || (list === 'unclaimed' && ticket.waiting_on === 'staff') ? waitingSince(ticket) : null
}

const counted = { staff: ['mine', 'unclaimed', 'inactive'], customer: ['open'] } satisfies Record<string, QueueKey[]>

/** How many tickets wait in each queue, and how many notifications and messages are unread; counts stop at `mostCounted`. */
export const pageCounts = (ctx: Context, actor: Actor) =>
  countQueues(ctx, actor, actor.is_staff ? counted.staff : counted.customer)

export const queueCounts = async (ctx: Context, actor: Actor) => (await pageCounts(ctx, actor)).queues
