import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import type { Cursor } from '../http/pagination.ts'
import { joined, type TicketsQuery, visibleTo } from './queries.ts'
import type { QueueKey } from './queues.ts'
import { type Ticket, ticketOf } from './ticket-row.ts'

interface Order {
  by: 'opened_at' | 'closed_at' | 'staff_replied_at'
  direction: 'asc' | 'desc'
}

const oldestFirst: Order = { by: 'opened_at', direction: 'asc' }
const lastClosedFirst: Order = { by: 'closed_at', direction: 'desc' }

const orders: Record<QueueKey, Order> = {
  open: oldestFirst,
  mine: oldestFirst,
  unclaimed: oldestFirst,
  inactive: { by: 'staff_replied_at', direction: 'asc' },
  closed: lastClosedFirst,
  mine_closed: lastClosedFirst,
}

function ticketsIn(ctx: Context, actor: Actor, queue: QueueKey): TicketsQuery {
  const tickets = ctx.db.selectFrom('tickets').selectAll()
  const open = tickets.where('closed_at', 'is', null)
  const closed = tickets.where('closed_at', 'is not', null)
  switch (queue) {
    case 'open':
      return open.$call(visibleTo(actor))
    case 'closed':
      return closed.$call(visibleTo(actor))
    case 'mine':
      return open.where('assistant_id', '=', actor.id)
    case 'mine_closed':
      return closed.where('assistant_id', '=', actor.id)
    case 'unclaimed':
      return open.where('assistant_id', 'is', null).$call(visibleTo(actor))
    case 'inactive':
      return open
        .where('staff_replied_at', '<', ctx.clock.now() - ctx.config.desk.inactiveAfter)
        .$call(visibleTo(actor))
  }
}

export interface ListedTicket extends Ticket {
  /** What the list is sorted by. */
  sort_value: number
}

/** The next `count` tickets of a queue, by keyset. */
export async function listTickets(
  ctx: Context,
  actor: Actor,
  queue: QueueKey,
  count: number,
  after?: Cursor,
): Promise<ListedTicket[]> {
  const { by, direction } = orders[queue]
  let some = ticketsIn(ctx, actor, queue).orderBy(by, direction).orderBy('id', direction).limit(count)
  if (after) {
    some = some.where(({ eb, refTuple, tuple }) =>
      eb(refTuple(by, 'id'), direction === 'asc' ? '>' : '<', tuple(after.value, after.id)),
    )
  }
  const rows = await joined(ctx, actor, some)
    .select(`tickets.${by} as sort_value`)
    .orderBy(`tickets.${by}`, direction)
    .orderBy('tickets.id', direction)
    .execute()
  return rows.map((row) => ({ ...ticketOf(row, actor), sort_value: Number(row.sort_value) }))
}

/** Counts go no further than this, so that they cost the same at any size. */
export const mostCounted = 100

export async function countQueues(
  ctx: Context,
  actor: Actor,
  queues: QueueKey[],
): Promise<Partial<Record<QueueKey, number>>> {
  const row = await ctx.db
    .selectNoFrom((eb) =>
      queues.map((queue) =>
        eb
          .selectFrom(ticketsIn(ctx, actor, queue).clearSelect().select('id').limit(mostCounted).as('some'))
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .as(queue),
      ),
    )
    .executeTakeFirstOrThrow()
  return row as Partial<Record<QueueKey, number>>
}
