import { sql } from 'kysely'
import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import { malformed } from '../errors.ts'
import type { Cursor } from '../http/pagination.ts'
import { seenBy } from '../notifications/visibility.ts'
import { joined, type TicketsQuery, visibleTo } from './queries.ts'
import type { QueueKey } from './queues.ts'
import { type Ticket, ticketOf } from './ticket-row.ts'

interface Order {
  by: ('queue_rank' | 'opened_at' | 'closed_at' | 'staff_replied_at')[]
  direction: 'asc' | 'desc'
}

const oldestFirst: Order = { by: ['queue_rank', 'opened_at'], direction: 'asc' }
const lastClosedFirst: Order = { by: ['closed_at'], direction: 'desc' }

const orders: Record<QueueKey, Order> = {
  open: oldestFirst,
  mine: oldestFirst,
  unclaimed: oldestFirst,
  inactive: { by: ['queue_rank', 'staff_replied_at'], direction: 'asc' },
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
  /** Where the ticket stands in the list. */
  position: Cursor
}

/** The next `count` tickets of a queue, by keyset. */
export async function listTickets(
  ctx: Context,
  actor: Actor,
  queue: QueueKey,
  count: number,
  after?: Cursor,
): Promise<ListedTicket[]> {
  const { direction } = orders[queue]
  const columns = [...orders[queue].by, 'id'] as const
  if (after && after.length !== columns.length) throw malformed('This cursor belongs to another list.')
  let some = ticketsIn(ctx, actor, queue).limit(count)
  for (const column of columns) some = some.orderBy(column, direction)
  if (after) some = some.where(behind(columns, direction, after))
  let list = joined(ctx, actor, some).select(columns.map((column) => `tickets.${column}` as const))
  for (const column of columns) list = list.orderBy(`tickets.${column}`, direction)
  const rows = await list.execute()
  return rows.map((row) => ({ ...ticketOf(row, actor), position: columns.map((column) => Number(row[column])) }))
}

/** Keyset paging: whatever comes behind a row, by a comparison of tuples. */
const behind = (columns: readonly string[], direction: 'asc' | 'desc', after: Cursor) =>
  sql<boolean>`(${sql.join(columns.map((column) => sql.ref(column)))}) ${direction === 'asc' ? sql`>` : sql`<`} (${sql.join([...after])})`

/** Counts go no further than this, so that they cost the same at any size. */
export const mostCounted = 100

export interface Counts {
  queues: Partial<Record<QueueKey, number>>
  /** Unread notifications. */
  news: number
}

/** All that every page counts, in one statement. */
export async function countQueues(ctx: Context, actor: Actor, queues: QueueKey[]): Promise<Counts> {
  const unread = ctx.db
    .selectFrom('notifications')
    .innerJoin('tickets', 'tickets.id', 'notifications.ticket_id')
    .select('notifications.id')
    .where('notifications.account_id', '=', actor.id)
    .where('notifications.read_at', 'is', null)
    .where(seenBy(actor))
    .limit(mostCounted)
  const row = await ctx.db
    .selectNoFrom((eb) => [
      ...queues.map((queue) =>
        eb
          .selectFrom(ticketsIn(ctx, actor, queue).clearSelect().select('id').limit(mostCounted).as('some'))
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .as(queue),
      ),
      eb
        .selectFrom(unread.as('unread'))
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .as('news'),
    ])
    .executeTakeFirstOrThrow()
  const { news, ...counts } = row as Counts['queues'] & { news: number }
  return { queues: counts, news }
}
