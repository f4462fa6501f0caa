import { sql } from 'kysely'
import type { Context } from '#context'
import { type TicketsQuery, visibleConditions, visibleLists } from '#desk/tickets/visibility.ts'
import type { Database } from '#platform/db/client.ts'
import { amongIds } from '#platform/db/dialect.ts'
import type { Actor } from '#platform/identity/actor.ts'
import {
  type Condition,
  choicesIn,
  indexedIn,
  isIn,
  others,
  segmentsOf,
  tagged,
  type Viewer,
} from './filter-condition-queries.ts'
import { findsMany } from './filter-probe-queries.ts'
import { bind, type FilterShape, parameterize, type Values } from './filter-shape.ts'
import { type Filter, orderOf } from './filters.ts'
import { type ListedTicket, type Page, ticketLists } from './queue-lists.ts'

const those = (tickets: TicketsQuery, conditions: Condition[]) =>
  conditions.reduce((some, condition) => some.where(condition), tickets)

export const ticketsWhere = (db: Database, conditions: Condition[]): TicketsQuery =>
  those(db.selectFrom('tickets').selectAll(), conditions)

const listsOfIds = ticketLists<{ ids: string }, object>((db, { viewer, ids }, { is_staff }) => [
  ticketsWhere(db, [amongIds(db, 'tickets.id', ids), ...visibleConditions({ id: viewer, is_staff })]),
])

/** These tickets, as far as the actor may see them, in no particular order. */
export const listByIds = (ctx: Context, actor: Actor, ids: number[]): Promise<ListedTicket[]> =>
  listsOfIds(ctx, actor, { ids: JSON.stringify(ids) }, {}, { by: [], direction: 'asc' }, { count: ids.length })

/**
 * A list's parts: the open tickets, the closed ones, or each. Where a condition finds `many`, and its index does not
 * have the list's order too, the index is ruled out by a sign before the column, and the list walks along its order.
 */
function listsIn(db: Database, viewer: Viewer, filter: FilterShape, many: boolean[][]): TicketsQuery[] {
  const order = orderOf(filter).by.join()
  const choices = choicesIn(filter)
  return segmentsOf(filter).flatMap((part, n) => {
    const isMany = many[n] ?? []
    const conditions = [
      isIn(part),
      ...choices.map(({ column, orders, on }, place) => {
        const own = sql.ref(`tickets.${column}`)
        return on(isMany[place] && !orders.includes(order) ? sql`+${own}` : own)
      }),
      ...(filter.tag === undefined ? [] : [tagged(filter.tag, isMany.at(-1) === true)]),
      ...others(viewer, filter),
    ]
    return visibleLists(db, viewer).map((tickets) => those(tickets, conditions))
  })
}

type ListValues = Values & { since: number }
type ListShape = { form: FilterShape; many: boolean[][] }

const lists = ticketLists<ListValues, ListShape>((db, { viewer, since, ...values }, { form, many, is_staff }) =>
  listsIn(db, { id: viewer, since, is_staff }, bind(form, values), many),
)

/**
 * One page of what a filter asks for. For every condition that an index could answer it is looked up first, up to
 * a `few`, whether it finds few tickets: so a list costs the same whether a colleague has ten tickets or a hundred
 * thousand.
 */
export async function listFiltered(ctx: Context, actor: Actor, filter: Filter, page: Page) {
  const { form, values } = parameterize(filter)
  const found = indexedIn(filter) > 0 ? await findsMany(ctx, form, values) : []
  const many = found.map(({ isMany }) => isMany)
  const since = actor.created_at
  return lists(ctx, actor, { ...values, since }, { form, many }, orderOf(filter), page)
}
