import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import type { TicketsQuery } from '../tickets/lists.ts'
import type { Filter } from './filters.ts'

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
  on: (column: RawBuilder<unknown>) => Condition
}

const choicesIn = (filter: Filter): Choice[] => {
  const choices: Choice[] = []
  const { assistant, customer, priority, from, before } = filter
  if (assistant !== undefined)
    choices.push({
      column: 'assistant_id',
      on: (column) => (assistant === null ? sql`${column} is null` : sql`${column} = ${assistant}`),
    })
  if (customer)
    choices.push({
      column: 'customer_id',
      on: (column) =>
        'id' in customer
          ? sql`${column} = ${customer.id}`
          : sql`${column} = (select id from accounts where username_key = ${customer.username})`,
    })
  if (priority !== undefined) choices.push({ column: 'priority', on: (column) => sql`${column} = ${priority}` })
  if (filter.escalated) choices.push({ column: 'queue_rank', on: (column) => sql`${column} = 0` })
  if (from !== undefined || before !== undefined)
    choices.push({
      column: 'opened_at',
      on: (column) =>
        sql`${column} between ${from ?? Number.MIN_SAFE_INTEGER} and ${(before ?? Number.MAX_SAFE_INTEGER) - 1}`,
    })
  return choices
}

const inStatus = ({ status }: Filter): Condition[] => {
  if (status === 'any') return []
  return [status === 'open' ? sql`tickets.closed_at is null` : sql`tickets.closed_at is not null`]
}

/** The conditions of a filter on tickets that have been found by words. */
export const conditionsOnHits = (actor: Actor, filter: Filter): Condition[] => [
  ...inStatus(filter),
  ...choicesIn(filter).map(({ column, on }) => on(sql.ref(`tickets.${column}`))),
  ...(filter.tag ? [tagged(filter.tag, true)] : []),
  ...others(actor, filter),
]

/** So few are sorted as quickly as a page is filled by walking along the order. */
const few = 4000

/**
 * The conditions of a filter. For each that an index could answer it is looked up first, up to `few`, whether that
 * index finds few tickets; if not, the index is ruled out by a sign before the column, and the list walks along its
 * order. So a list costs the same whether a colleague has ten tickets or a hundred thousand.
 */
export async function conditionsOnList(ctx: Context, actor: Actor, filter: Filter): Promise<Condition[]> {
  const choices = choicesIn(filter)
  const status = inStatus(filter)
  const upToFew = (from: RawBuilder<unknown>, conditions: Condition[]) =>
    sql<number>`(select count(*) from (select 1 from ${from}
      where ${sql.join(conditions, sql` and `)} limit ${few + 1}) as upto)`
  const counts = choices.map(({ column, on }) => upToFew(sql`tickets`, [...status, on(sql.ref(`tickets.${column}`))]))
  if (filter.tag) counts.push(upToFew(sql`ticket_tags`, [sql`tag = ${filter.tag}`]))
  const found = counts.length > 0 ? await countAll(ctx, counts) : []
  const many = (place: number) => (found.at(place) ?? 0) > few
  return [
    ...status,
    ...choices.map(({ column, on }, place) => {
      const own = sql.ref(`tickets.${column}`)
      return on(many(place) ? sql`+${own}` : own)
    }),
    ...(filter.tag ? [tagged(filter.tag, many(-1))] : []),
    ...(actor.is_staff ? [] : [sql<SqlBool>`tickets.customer_id = ${actor.id}`]),
    ...others(actor, filter),
  ]
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
