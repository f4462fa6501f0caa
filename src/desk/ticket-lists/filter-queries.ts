import { sql } from 'kysely'
import type { Context } from '#context'
import { inAnyRank, partsOf, type TicketsQuery, visibleConditions, visibleLists } from '#desk/tickets/visibility.ts'
import type { Database } from '#platform/db/client.ts'
import { amongIds, walksIndexAlone, withoutIndex } from '#platform/db/dialect.ts'
import type { Actor } from '#platform/identity/actor.ts'
import {
  type Condition,
  choicesIn,
  customerIn,
  indexedIn,
  isIn,
  others,
  segmentsOf,
  tagged,
  taggedInOrder,
  type Viewer,
} from './filter-condition-queries.ts'
import { type FoundInSegment, findsMany } from './filter-probe-queries.ts'
import { bind, type FilterShape, parameterize, type Values } from './filter-shape.ts'
import { type Filter, orderOf } from './filters.ts'
import { type ListedTicket, type Page, type Selection, ticketLists } from './queue-lists.ts'

const those = (tickets: TicketsQuery, conditions: Condition[]) =>
  conditions.reduce((query, condition) => query.where(condition), tickets)

export const ticketsWhere = (db: Database, conditions: Condition[]): TicketsQuery =>
  those(db.selectFrom('tickets').selectAll(), conditions)

const listsOfIds = ticketLists<{ ids: string }, object>((db, { viewer, ids }, { is_staff }) => [
  { tickets: ticketsWhere(db, [amongIds(db, 'tickets.id', ids), ...visibleConditions({ id: viewer, is_staff })]) },
])

/** Those of these tickets that the actor may see, unsorted. */
export const listByIds = (ctx: Context, actor: Actor, ids: number[]): Promise<ListedTicket[]> =>
  listsOfIds(ctx, actor, { ids: JSON.stringify(ids) }, {}, { by: [], direction: 'asc' }, { count: ids.length })

/**
 * The parts of a list: the open tickets, the closed ones, or each. If conditions match `few`, one of their indexes
 * finds them and they are sorted; if all match many, the list is scanned in order, by the index of a condition that has
 * this order. A sign before a column rules out other indexes, so that the plan does not depend on the values. If only a
 * tag matches few, but not `veryFew`, of a desk that is not large, the list is scanned too: for 4,000 of 100,000
 * tickets a page takes 0.8 ms instead of 14, and at worst, if only the last ones have the tag, 15.
 */
function listsIn(db: Database, viewer: Viewer, filter: FilterShape, found: ListShape['found']): Selection[] {
  const order = orderOf(filter).by.join()
  const choices = choicesIn(filter)
  return segmentsOf(filter).flatMap((part, n) => {
    const { isMany = [], isShort = false } = found[n] ?? {}
    const tagAlone = filter.tag !== undefined && isMany.indexOf(false) === choices.length
    const taggedWalk = walksIndexAlone(db) && tagAlone && isShort
    const someFew = isMany.includes(false) && !taggedWalk
    const hasOrder = choices.some(({ orders }, place) => !isMany[place] && orders.includes(order))
    const few = someFew && !hasOrder
    const open = part === 'open'
    const ofFewByCustomer = few && choices.some(({ column }, place) => column === 'customer_id' && !isMany[place])
    const chosen = choices.map(({ column, orders, on }, place) => {
      const own = sql.ref(`tickets.${column}`)
      return on(isMany[place] && (someFew || !orders.includes(order)) ? sql`+${own}` : own)
    })
    const further = [
      ...(filter.tag === undefined
        ? []
        : [taggedWalk ? taggedInOrder(filter.tag) : tagged(filter.tag, isMany.at(-1) === true)]),
      ...others(viewer, filter, withoutIndex(db, 'tickets.waiting_on')),
    ]
    const conditions = [isIn(part), ...(open && ofFewByCustomer ? [inAnyRank] : []), ...chosen, ...further]
    const lists = visibleLists(db, viewer, { open }).map((tickets) => ({ tickets: those(tickets, conditions), few }))
    const customer = customerIn(filter)
    if (!customer) return lists
    const besideCustomer = chosen.filter((_, place) => choices[place]?.column !== 'customer_id')
    return [...lists, { tickets: those(partsOf(db, customer), [isIn(part), ...besideCustomer, ...further]) }]
  })
}

type ListValues = Values & { since: number }
type ListShape = { form: FilterShape; found: Pick<FoundInSegment, 'isMany' | 'isShort'>[] }

const lists = ticketLists<ListValues, ListShape>(
  (db, { viewer: id, since, ...values }, { form, found, is_staff }) =>
    listsIn(db, { id, since, is_staff }, bind(form, values), found),
  { mostPrepared: 60 },
)

/**
 * One page of a filtered list. For every condition with an index it is first checked whether it matches `few`: so a
 * list costs the same whether a colleague has ten tickets or a hundred thousand.
 */
export async function listFiltered(ctx: Context, actor: Actor, filter: Filter, page: Page) {
  const { form, values } = parameterize(filter)
  const known = indexedIn(filter) > 0 ? await findsMany(ctx, form, values) : []
  const found = known.map(({ isMany, isShort }) => ({ isMany, isShort }))
  const since = actor.created_at
  return lists(ctx, actor, { ...values, since }, { form, found }, orderOf(filter), page)
}
