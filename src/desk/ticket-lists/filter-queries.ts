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
import { type ListedTicket, type Page, type Selection, ticketLists } from './queue-lists.ts'

const those = (tickets: TicketsQuery, conditions: Condition[]) =>
  conditions.reduce((some, condition) => some.where(condition), tickets)

export const ticketsWhere = (db: Database, conditions: Condition[]): TicketsQuery =>
  those(db.selectFrom('tickets').selectAll(), conditions)

const listsOfIds = ticketLists<{ ids: string }, object>((db, { viewer, ids }, { is_staff }) => [
  { tickets: ticketsWhere(db, [amongIds(db, 'tickets.id', ids), ...visibleConditions({ id: viewer, is_staff })]) },
])

/** These tickets, as far as the actor may see them, in no particular order. */
export const listByIds = (ctx: Context, actor: Actor, ids: number[]): Promise<ListedTicket[]> =>
  listsOfIds(ctx, actor, { ids: JSON.stringify(ids) }, {}, { by: [], direction: 'asc' }, { count: ids.length })

/**
 * A list's parts: the open tickets, the closed ones, or each. Where conditions find `few`, one of their indexes leads to
 * them, and they are sorted; where all find many, the list walks along its order, by the index of a condition that has
 * it. A sign before a column rules the other ways out, so that the plan is the same whatever the values are.
 */
function listsIn(db: Database, viewer: Viewer, filter: FilterShape, many: boolean[][]): Selection[] {
  const order = orderOf(filter).by.join()
  const choices = choicesIn(filter)
  return segmentsOf(filter).flatMap((part, n) => {
    const isMany = many[n] ?? []
    const someFew = isMany.includes(false)
    const hasOrder = choices.some(({ orders }, place) => !isMany[place] && orders.includes(order))
    const conditions = [
      isIn(part),
      ...choices.map(({ column, orders, on }, place) => {
        const own = sql.ref(`tickets.${column}`)
        return on(isMany[place] && (someFew || !orders.includes(order)) ? sql`+${own}` : own)
      }),
      ...(filter.tag === undefined ? [] : [tagged(filter.tag, isMany.at(-1) === true)]),
      ...others(viewer, filter),
    ]
    const few = someFew && !hasOrder
    return visibleLists(db, viewer).map((tickets) => ({ tickets: those(tickets, conditions), few }))
  })
}

type ListValues = Values & { since: number }
type ListShape = { form: FilterShape; many: boolean[][] }

const lists = ticketLists<ListValues, ListShape>(
  (db, { viewer: id, since, ...values }, { form, many, is_staff }) =>
    listsIn(db, { id, since, is_staff }, bind(form, values), many),
  { mostPrepared: 60 },
)

/**
 * One page of what a filter asks for. Of every condition that an index could answer it is looked up first whether it
 * finds a `few`: so a list costs the same whether a colleague has ten tickets or a hundred thousand.
 */
export async function listFiltered(ctx: Context, actor: Actor, filter: Filter, page: Page) {
  const { form, values } = parameterize(filter)
  const found = indexedIn(filter) > 0 ? await findsMany(ctx, form, values) : []
  const many = found.map(({ isMany }) => isMany)
  const since = actor.created_at
  return lists(ctx, actor, { ...values, since }, { form, many }, orderOf(filter), page)
}
