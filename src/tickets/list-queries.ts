import { sql } from 'kysely'
import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import type { Database } from '../db/client.ts'
import { compiledOnce } from '../db/compiled-once.ts'
import { malformed } from '../errors.ts'
import type { Cursor } from '../http/pagination.ts'
import { customerKinds } from '../notifications/kinds.ts'
import { seenBy } from '../notifications/visibility.ts'
import { joined, type TicketsQuery, type Viewer, visibleTo } from './queries.ts'
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

type Shape = { queue: QueueKey; is_staff: boolean }

type Values = {
  viewer: number
  /** Open tickets are inactive when staff wrote last before this time. */
  inactive: number
}

const valuesOf = (ctx: Context, actor: Actor): Values => ({
  viewer: actor.id,
  inactive: ctx.clock.now() - ctx.config.desk.inactiveAfter,
})

function ticketsIn(db: Database, values: Values, { queue, is_staff }: Shape): TicketsQuery {
  const visible = visibleTo({ id: values.viewer, is_staff })
  const tickets = db.selectFrom('tickets').selectAll()
  const open = tickets.where('closed_at', 'is', null)
  const closed = tickets.where('closed_at', 'is not', null)
  switch (queue) {
    case 'open':
      return open.$call(visible)
    case 'closed':
      return closed.$call(visible)
    case 'mine':
      return open.where('assistant_id', '=', values.viewer)
    case 'mine_closed':
      return closed.where('assistant_id', '=', values.viewer)
    case 'unclaimed':
      return open.where('assistant_id', 'is', null).$call(visible)
    case 'inactive':
      return open.where('staff_replied_at', '<', values.inactive).$call(visible)
  }
}

export interface ListedTicket extends Ticket {
  /** Where the ticket stands in the list. */
  position: Cursor
}

type ListValues = Values & { count: number; after_0: number; after_1: number; after_2: number }

const somePage = compiledOnce((db, values: ListValues, shape: Shape & { goesOn: boolean }) => {
  const order = orders[shape.queue]
  const after = [values.after_0, values.after_1, values.after_2].slice(0, order.by.length + 1)
  const viewer = { id: values.viewer, is_staff: shape.is_staff }
  return inOrder(db, viewer, ticketsIn(db, values, shape), order, values.count, shape.goesOn ? after : undefined)
})

/** The next `count` tickets of a queue, by keyset. */
export async function listTickets(ctx: Context, actor: Actor, queue: QueueKey, count: number, after?: Cursor) {
  const order = orders[queue]
  refuseOthersCursor(order, after)
  const [after_0 = 0, after_1 = 0, after_2 = 0] = after ?? []
  const values = { ...valuesOf(ctx, actor), count, after_0, after_1, after_2 }
  const rows = await somePage(ctx.db, values, { queue, is_staff: actor.is_staff, goesOn: after !== undefined })
  return listed(rows, order, actor)
}

/** The next `count` of any tickets, by keyset; of several lists put together, if they are apart from each other. */
export async function listInOrder(
  ctx: Context,
  actor: Actor,
  lists: TicketsQuery | TicketsQuery[],
  order: Order,
  count: number,
  after?: Cursor,
): Promise<ListedTicket[]> {
  refuseOthersCursor(order, after)
  return listed(await inOrder(ctx.db, actor, lists, order, count, after).execute(), order, actor)
}

const columnsOf = (order: Order) => [...order.by, 'id'] as const

function refuseOthersCursor(order: Order, after: Cursor | undefined): void {
  if (after && after.length !== columnsOf(order).length) throw malformed('This cursor belongs to another list.')
}

function inOrder(
  db: Database,
  viewer: Viewer,
  lists: TicketsQuery | TicketsQuery[],
  order: Order,
  count: number,
  after?: Cursor,
) {
  const columns = columnsOf(order)
  const direction = (place: number) => (place === 0 && order.greatestFirst ? 'desc' : order.direction)
  const parts = [lists].flat().map((tickets) => {
    let some = tickets.limit(count)
    columns.forEach((column, place) => {
      some = some.orderBy(`tickets.${column}`, direction(place))
    })
    return after ? some.where(behind(columns, order, after)) : some
  })
  let list = joined(db, viewer, together(db, parts)).select(columns.map((column) => `tickets.${column}` as const))
  columns.forEach((column, place) => {
    list = list.orderBy(`tickets.${column}`, direction(place))
  })
  return parts.length > 1 ? list.limit(count) : list
}

type Row = Awaited<ReturnType<ReturnType<typeof inOrder>['execute']>>[number]

const listed = (rows: Row[], order: Order, actor: Actor): ListedTicket[] =>
  rows.map((row) => ({ ...ticketOf(row, actor), position: columnsOf(order).map((column) => Number(row[column])) }))

function together(db: Database, [first, ...rest]: TicketsQuery[]): TicketsQuery {
  if (!first || rest.length === 0) return first as TicketsQuery
  const alone = (part: TicketsQuery) => db.selectFrom(part.as('tickets')).selectAll() as unknown as TicketsQuery
  return rest.reduce((all, part) => all.unionAll(alone(part)), alone(first))
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

type CountShape = Pick<Shape, 'is_staff'> & { queues: QueueKey[] }

const counts = compiledOnce((db, values: Values & { most: number }, { queues, is_staff }: CountShape) => {
  const unread = db
    .selectFrom('notifications')
    .innerJoin('tickets', 'tickets.id', 'notifications.ticket_id')
    .select('notifications.id')
    .where('notifications.account_id', '=', values.viewer)
    .where('notifications.read_at', 'is', null)
    .where(seenBy({ id: values.viewer, is_staff }))
    .limit(values.most)
  return db.selectNoFrom((eb) => [
    ...queues.map((queue) =>
      eb
        .selectFrom(ticketsIn(db, values, { queue, is_staff }).clearSelect().select('id').limit(values.most).as('some'))
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .as(queue),
    ),
    eb
      .selectFrom(unread.as('unread'))
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .as('news'),
  ])
}, customerKinds)

/** All that every page counts, in one statement. */
export async function countQueues(ctx: Context, actor: Actor, queues: QueueKey[]): Promise<Counts> {
  const values = { ...valuesOf(ctx, actor), most: mostCounted }
  const [row] = await counts(ctx.db, values, { queues, is_staff: actor.is_staff })
  const { news, ...perQueue } = row as Counts['queues'] & { news: number }
  return { queues: perQueue, news }
}
