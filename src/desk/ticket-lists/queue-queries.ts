import { sql } from 'kysely'
import type { Context } from '#context'
import { type TicketsQuery, visibleLists } from '#desk/tickets/visibility.ts'
import { mostCounted } from '#lib/counted.ts'
import { unreadConversationsOf } from '#people/conversations/conversations.ts'
import type { Database } from '#platform/db/client.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { rowsInJson } from '#platform/db/dialect.ts'
import type { Cursor } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { hiddenKinds, unreadOf } from '#platform/notifications/inbox.ts'
import { type Order, ticketLists, unionOf } from './list-queries.ts'
import type { QueueKey } from './queues.ts'
import { mostViews, type SavedViewRow, viewsOf } from './saved-view-queries.ts'

const oldestFirst: Order = { by: ['queue_rank', 'opened_at'], direction: 'asc' }
const lastClosedFirst: Order = { by: ['closed_at'], direction: 'desc' }

/** Escalated, and not escalated. */
const queueRanks = [0, 1]

const orders: Record<QueueKey, Order> = {
  open: oldestFirst,
  mine: oldestFirst,
  unclaimed: oldestFirst,
  inactive: { by: ['queue_rank', 'staff_replied_at'], direction: 'asc' },
  closed: lastClosedFirst,
  mine_closed: lastClosedFirst,
  unclaimed_closed: lastClosedFirst,
}

type Shape = { queue: QueueKey; is_staff: boolean; ordered?: boolean }

type Values = {
  viewer: number
  /** Open tickets are inactive if staff last wrote before this time. */
  inactive: number
}

const valuesOf = (ctx: Context, actor: Actor): Values => ({
  viewer: actor.id,
  inactive: ctx.clock.now() - ctx.config.desk.inactiveAfter,
})

const ticketsIn = (db: Database, values: Values, { queue, is_staff, ordered = true }: Shape): TicketsQuery[] =>
  visibleLists(db, { id: values.viewer, is_staff }, { ordered, open: queue === 'open' }).flatMap((tickets) =>
    thoseIn(queue, tickets, values),
  )

/** Parts without common tickets, each found by an index that contains no others. */
function thoseIn(queue: QueueKey, tickets: TicketsQuery, values: Values): TicketsQuery[] {
  const open = tickets.where('closed_at', 'is', null)
  const closed = tickets.where('closed_at', 'is not', null)
  switch (queue) {
    case 'open':
      return [open]
    case 'closed':
      return [closed]
    case 'mine':
      return [open.where('assistant_id', '=', values.viewer)]
    case 'mine_closed':
      return [closed.where('assistant_id', '=', values.viewer)]
    case 'unclaimed':
      return [open.where('assistant_id', 'is', null)]
    case 'unclaimed_closed':
      return [closed.where('assistant_id', 'is', null)]
    case 'inactive':
      return queueRanks.map((rank) =>
        open.where('queue_rank', '=', sql.lit(rank)).where('staff_replied_at', '<', values.inactive),
      )
  }
}

/** Planning takes PostgreSQL a third to a half of a list's time; each queue always uses its one index. */
const queueLists = ticketLists((db, values: Values, shape: Shape) =>
  ticketsIn(db, values, shape).map((tickets) => ({ tickets })),
)

/** The next `count` tickets of a queue. */
export const listTickets = (ctx: Context, actor: Actor, queue: QueueKey, count: number, after?: Cursor) =>
  queueLists(ctx, actor, valuesOf(ctx, actor), { queue, is_staff: actor.is_staff }, orders[queue], { count, after })

export interface Counts {
  queues: Partial<Record<QueueKey, number>>
  /** Unread notifications. */
  notifications: number
  /** Conversations with unread messages; for customers. */
  messages: number
  /** Lists that the person has saved. */
  views: SavedViewRow[]
}

/** As the statement returns them. */
type Others = Pick<Counts, 'notifications' | 'messages'> & { views: string }

type CountShape = Pick<Shape, 'is_staff'> & { queues: QueueKey[]; hidden: string[] }

/** A literal, so that PostgreSQL knows it when planning. */
const most = sql.lit(mostCounted)

/** Unsorted, as they are only counted. */
const firstOf = (db: Database, parts: TicketsQuery[]) =>
  unionOf(
    db,
    parts.map((part) => part.clearSelect().select('id').limit(most) as unknown as TicketsQuery),
  ).limit(most)

const counts = compiledOnce((db, values: Values, { queues, is_staff, hidden }: CountShape) => {
  const unread = unreadOf(db, values.viewer, hidden).limit(most)
  return db.selectNoFrom((eb) => [
    ...queues.map((queue) =>
      eb
        .selectFrom(firstOf(db, ticketsIn(db, values, { queue, is_staff, ordered: false })).as('some'))
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .as(queue),
    ),
    eb
      .selectFrom(unread.as('unread'))
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .as('notifications'),
    ...(is_staff
      ? []
      : [
          eb
            .selectFrom(unreadConversationsOf(db, values.viewer).limit(most).as('unread'))
            .select(({ fn }) => fn.countAll<number>().as('count'))
            .as('messages'),
        ]),
    eb
      .selectFrom(viewsOf(db, values.viewer, sql.lit(mostViews)).as('views'))
      .select(rowsInJson(db, ['id', 'name', 'address']).as('rows'))
      .as('views'),
  ])
})

/** All counts and views for the navigation of a page, in one statement. */
export async function countQueues(ctx: Context, actor: Actor, queues: QueueKey[]): Promise<Counts> {
  const shape = { queues, is_staff: actor.is_staff, hidden: hiddenKinds(ctx) }
  const [row] = await counts(ctx.db, valuesOf(ctx, actor), shape)
  const { notifications, messages = 0, views: rows, ...perQueue } = row as Counts['queues'] & Others
  const views = (JSON.parse(rows) as [number, string, string][]).map(([id, name, address]) => ({ id, name, address }))
  return { queues: perQueue, notifications, messages, views }
}
