import type { Insertable, Selectable, SelectQueryBuilder, Updateable } from 'kysely'
import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import type { Schema } from '../db/schema.ts'
import type { Cursor } from '../http/pagination.ts'
import type { QueueKey } from './queues.ts'
import { type Ticket, ticketOf } from './ticket-row.ts'

type TicketsQuery = SelectQueryBuilder<Schema, 'tickets', Selectable<Schema['tickets']>>

/** Staff see every ticket, a customer own ones; what may not be seen is not found. */
const visibleTo = (actor: Actor) => (tickets: TicketsQuery) =>
  actor.is_staff ? tickets : tickets.where('customer_id', '=', actor.id)

/** Takes a few tickets, then fetches who they belong to and how far the actor has read them. */
function joined(ctx: Context, actor: Actor, tickets: TicketsQuery) {
  return ctx.db
    .selectFrom(tickets.as('tickets'))
    .innerJoin('accounts as customer', 'customer.id', 'tickets.customer_id')
    .leftJoin('accounts as assistant', 'assistant.id', 'tickets.assistant_id')
    .leftJoin('read_marks', (join) =>
      join.onRef('read_marks.ticket_id', '=', 'tickets.id').on('read_marks.account_id', '=', actor.id),
    )
    .select([
      'tickets.id',
      'tickets.title',
      'tickets.customer_id',
      'tickets.assistant_id',
      'tickets.opened_at',
      'tickets.closed_at',
      'tickets.waiting_on',
      'tickets.last_message_id',
      'tickets.last_message_at',
      'customer.username as customer_username',
      'customer.display_name as customer_display_name',
      'customer.profile_icon as customer_profile_icon',
      'customer.account_type as customer_account_type',
      'assistant.username as assistant_username',
      'assistant.display_name as assistant_display_name',
      'assistant.profile_icon as assistant_profile_icon',
      'assistant.account_type as assistant_account_type',
      'read_marks.message_id as read_message_id',
    ])
}

export async function findTicket(ctx: Context, actor: Actor, id: number): Promise<Ticket | undefined> {
  const one = ctx.db.selectFrom('tickets').selectAll().where('id', '=', id).$call(visibleTo(actor))
  const row = await joined(ctx, actor, one).executeTakeFirst()
  return row && ticketOf(row, actor)
}

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

export async function countQueues(ctx: Context, actor: Actor, queues: QueueKey[]): Promise<Partial<Record<QueueKey, number>>> {
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

export async function insertTicket(ctx: Context, ticket: Insertable<Schema['tickets']>): Promise<number> {
  const { id } = await ctx.db.insertInto('tickets').values(ticket).returning('id').executeTakeFirstOrThrow()
  return id
}

export async function updateTicket(ctx: Context, id: number, change: Updateable<Schema['tickets']>): Promise<void> {
  await ctx.db.updateTable('tickets').set(change).where('id', '=', id).execute()
}

/** @returns false when the ticket's assistant was not `seen` any more */
export async function assignWhereSeen(ctx: Context, id: number, seen: number | null, assistant_id: number | null): Promise<boolean> {
  const result = await ctx.db
    .updateTable('tickets')
    .set({ assistant_id })
    .where('id', '=', id)
    .where('assistant_id', seen === null ? 'is' : '=', seen)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** @returns false when it was closed already */
export async function closeOpenTicket(ctx: Context, id: number): Promise<boolean> {
  const update = ctx.db.updateTable('tickets').set({ closed_at: ctx.clock.now() })
  const result = await update.where('id', '=', id).where('closed_at', 'is', null).executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** @returns false when it was open already */
export async function openClosedTicket(ctx: Context, id: number): Promise<boolean> {
  const update = ctx.db.updateTable('tickets').set({ closed_at: null })
  const result = await update.where('id', '=', id).where('closed_at', 'is not', null).executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export const openTicketsOfAssistant = (ctx: Context, assistantId: number) =>
  ctx.db
    .selectFrom('tickets')
    .select(['id', 'customer_id'])
    .where('assistant_id', '=', assistantId)
    .where('closed_at', 'is', null)
    .orderBy('id')
    .execute()

/** Remembers that an account has seen a ticket up to a message; never goes back. */
export async function setReadMark(ctx: Context, account_id: number, ticket_id: number, message_id: number): Promise<void> {
  await ctx.db
    .insertInto('read_marks')
    .values({ account_id, ticket_id, message_id })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'ticket_id'])
        .doUpdateSet({ message_id })
        .where('read_marks.message_id', '<', message_id),
    )
    .execute()
}
