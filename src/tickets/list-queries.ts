import { sql } from 'kysely'
import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import { malformed } from '../errors.ts'
import type { Cursor } from '../http/pagination.ts'
import { seenBy } from '../notifications/visibility.ts'
import { joined, type TicketsQuery, visibleTo } from './queries.ts'
import type { QueueKey } from './queues.ts'
import { type Ticket, ticketOf } from './ticket-row.ts'

type Column = 'queue_rank' | 'priority' | 'opened_at' | 'closed_at' | 'staff_replied_at' | 'last_message_at'

/** By which columns a list is sorted; tickets that are alike in all of them, by id. */
export interface Order {
  by: Column[]
  direction: 'asc' | 'desc'
  /** The first column alone goes down. */
  greatestFirst?: boolean
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
export const listTickets = (ctx: Context, actor: Actor, queue: QueueKey, count: number, after?: Cursor) =>
  listInOrder(ctx, actor, ticketsIn(ctx, actor, queue), orders[queue], count, after)

/** The next `count` of any tickets, by keyset. */
export async function listInOrder(
  ctx: Context,
  actor: Actor,
  tickets: TicketsQuery,
  order: Order,
  count: number,
  after?: Cursor,
): Promise<ListedTicket[]> {
  const columns = [...order.by, 'id'] as const
  if (after && after.length !== columns.length) throw malformed('This cursor belongs to another list.')
  const direction = (place: number) => (place === 0 && order.greatestFirst ? 'desc' : order.direction)
  let some = tickets.limit(count)
  columns.forEach((column, place) => {
    some = some.orderBy(`tickets.${column}`, direction(place))
  })
  if (after) some = some.where(behind(columns, order, after))
  let list = joined(ctx, actor, some).select(columns.map((column) => `tickets.${column}` as const))
  columns.forEach((column, place) => {
    list = list.orderBy(`tickets.${column}`, direction(place))
  })
  const rows = await list.execute()
  return rows.map((row) => ({ ...ticketOf(row, actor), position: columns.map((column) => Number(row[column])) }))
}

/** Keyset paging: whatever comes behind a row, by a comparison of tuples. */
function behind(columns: readonly string[], order: Order, after: Cursor) {
  const tuple = (from: number) => sql`(${sql.join(columns.slice(from).map((column) => sql.ref(`tickets.${column}`)))})`
  const values = (from: number) => sql`(${sql.join(after.slice(from))})`
  const further = order.direction === 'asc' ? sql`>` : sql`<`
  if (!order.greatestFirst) return sql<boolean>`${tuple(0)} ${further} ${values(0)}`
  const [first, value] = [sql.ref(`tickets.${columns[0]}`), after[0]]
  return sql<boolean>`(${first} <= ${value} and (${first} < ${value} or ${tuple(1)} ${further} ${values(1)}))`
}

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
