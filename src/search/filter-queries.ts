import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import type { TicketsQuery } from '../tickets/lists.ts'
import { type Filter, orderOf } from './filters.ts'

export type Condition = RawBuilder<SqlBool>

export function ticketsWhere(ctx: Context, conditions: Condition[]): TicketsQuery {
  const tickets = ctx.db.selectFrom('tickets').selectAll()
  return conditions.reduce((some, condition) => some.where(condition), tickets)
}

/** These tickets, as far as the actor may see them. */
export function withIds(ctx: Context, actor: Actor, ids: number[]): TicketsQuery {
  const own = actor.is_staff ? [] : [sql<SqlBool>`tickets.customer_id = ${actor.id}`]
  return ticketsWhere(ctx, [sql<SqlBool>`tickets.id in (${sql.join(ids)})`, ...own])
}

/** A condition that an index could answer: worth it only when few tickets are found by it. */
interface Choice {
  column: string
  /** The orders that its index has within the choice: there it is always of use. */
  orders: string[]
  on: (column: RawBuilder<unknown>) => Condition
}

const inQueues = ['queue_rank,opened_at', 'closed_at']

const choicesIn = (filter: Filter): Choice[] => {
  const choices: Choice[] = []
  const { assistant, customer, priority, from, before } = filter
  if (assistant !== undefined)
    choices.push({
      column: 'assistant_id',
      orders: inQueues,
      on: (column) => (assistant === null ? sql`${column} is null` : sql`${column} = ${assistant}`),
    })
  if (customer)
    choices.push({
      column: 'customer_id',
      orders: inQueues,
      on: (column) =>
        'id' in customer
          ? sql`${column} = ${customer.id}`
          : sql`${column} = (select id from accounts where username_key = ${customer.username})`,
    })
  if (priority !== undefined)
    choices.push({
      column: 'priority',
      orders: ['queue_rank,opened_at', 'priority,queue_rank,opened_at'],
      on: (column) => sql`${column} = ${priority}`,
    })
  if (filter.escalated)
    choices.push({
      column: 'queue_rank',
      orders: ['queue_rank,opened_at', 'queue_rank,staff_replied_at'],
      on: (column) => sql`${column} = 0`,
    })
  if (from !== undefined || before !== undefined)
    choices.push({
      column: 'opened_at',
      orders: ['opened_at'],
      on: (column) =>
        sql`${column} between ${from ?? Number.MIN_SAFE_INTEGER} and ${(before ?? Number.MAX_SAFE_INTEGER) - 1}`,
    })
  return choices
}

type Part = 'open' | 'closed'

const isIn = (part: Part): Condition =>
  part === 'open' ? sql`tickets.closed_at is null` : sql`tickets.closed_at is not null`

/** The conditions of a filter on tickets that have been found by words. */
export const conditionsOnHits = (actor: Actor, filter: Filter): Condition[] => [
  ...(filter.status === 'any' ? [] : [isIn(filter.status)]),
  ...choicesIn(filter).map(({ column, on }) => on(sql.ref(`tickets.${column}`))),
  ...(filter.tag ? [tagged(filter.tag, true)] : []),
  ...others(actor, filter),
]

/** So few are sorted as quickly as a page is filled by walking along the order of a large desk. */
const few = { open: 1000, closed: 4000 }

/**
 * The lists that a filter asks for: the open tickets, the closed ones, or each. For every condition that an index could
 * answer it is looked up first, up to `few`, whether it finds few tickets; if not, and if its index does not have the list's
 * order too, the index is ruled out by a sign before the column, and the list walks along its order. So a list costs the same whether a colleague has ten tickets
 * or a hundred thousand.
 */
export async function listsOf(ctx: Context, actor: Actor, filter: Filter): Promise<TicketsQuery[]> {
  const parts: Part[] = filter.status === 'any' ? ['open', 'closed'] : [filter.status]
  const choices = choicesIn(filter)
  const order = orderOf(filter).by.join()
  const upToFew = (part: Part, from: RawBuilder<unknown>, conditions: Condition[]) =>
    sql<number>`(select count(*) from (select 1 from ${from}
      where ${sql.join(conditions, sql` and `)} limit ${few[part] + 1}) as upto)`
  const counts = parts.flatMap((part) => [
    ...choices.map(({ column, on }) => upToFew(part, sql`tickets`, [isIn(part), on(sql.ref(`tickets.${column}`))])),
    ...(filter.tag ? [upToFew(part, sql`ticket_tags`, [sql`tag = ${filter.tag}`])] : []),
  ])
  const found = counts.length > 0 ? await countAll(ctx, counts) : []
  return parts.map((part) => {
    const many = choices.map(() => (found.shift() ?? 0) > few[part])
    const ruledOut = choices.map(({ orders }, place) => many[place] && !orders.includes(order))
    return ticketsWhere(ctx, [
      isIn(part),
      ...choices.map(({ column, on }, place) => {
        const own = sql.ref(`tickets.${column}`)
        return on(ruledOut[place] ? sql`+${own}` : own)
      }),
      ...(filter.tag ? [tagged(filter.tag, (found.shift() ?? 0) > few[part])] : []),
      ...(actor.is_staff ? [] : [sql<SqlBool>`tickets.customer_id = ${actor.id}`]),
      ...others(actor, filter),
    ])
  })
}

async function countAll(ctx: Context, counts: RawBuilder<number>[]): Promise<number[]> {
  const named = counts.map((count, place) => sql`${count} as ${sql.ref(`n${place}`)}`)
  const { rows } = await sql<Record<string, number>>`select ${sql.join(named)}`.execute(ctx.db)
  return counts.map((_, place) => rows[0]?.[`n${place}`] ?? 0)
}

const tagged = (tag: string, common: boolean): Condition =>
  common
    ? sql`exists (select 1 from ticket_tags where ticket_id = +tickets.id and tag = ${tag})`
    : sql`tickets.id in (select ticket_id from ticket_tags where tag = ${tag})`

function others(actor: Actor, filter: Filter): Condition[] {
  const conditions: Condition[] = []
  // How the desk works on a colleague's own ticket is nothing they could ask for.
  const internal = filter.escalated || filter.priority !== undefined || filter.tag || filter.sort === 'priority'
  if (actor.is_staff && internal) conditions.push(sql`tickets.customer_id <> ${actor.id}`)
  if (filter.waiting_on) conditions.push(sql`tickets.waiting_on = ${filter.waiting_on}`)
  if (filter.unread) conditions.push(unreadBy(actor))
  return conditions
}

/** As ticketOf has it: notes are news to the desk, not to the ticket's customer. */
function unreadBy(actor: Actor): Condition {
  const read = sql`coalesce((select message_id from read_marks
    where account_id = ${actor.id} and ticket_id = tickets.id), 0)`
  const notes = actor.is_staff ? sql`or (tickets.last_note_id > ${read} and tickets.customer_id <> ${actor.id})` : sql``
  return sql`(tickets.last_message_at >= ${actor.created_at} and (tickets.last_message_id > ${read} ${notes}))`
}
