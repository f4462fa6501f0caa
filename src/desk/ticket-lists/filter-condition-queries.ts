import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { inAnyRank, internalCondition, takesPart } from '#desk/tickets/visibility.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { FilterShape } from './filter-shape.ts'
import type { Filter } from './filters.ts'

export type Condition = RawBuilder<SqlBool>

/** Whose list it is, and since when tickets can be unread for them. */
export interface Viewer {
  id: number
  is_staff: boolean
  since: number
}

const viewerOf = ({ id, is_staff, created_at }: Actor): Viewer => ({ id, is_staff, since: created_at })

/** A condition with an index, which is worth using only if few tickets match. */
interface Choice {
  column: string
  /** The orders in which its index sorts the matches: for these it is always worth using. */
  orders: string[]
  on: (column: RawBuilder<unknown>) => Condition
}

const inQueues = ['queue_rank,opened_at', 'closed_at']

export const choicesIn = (filter: FilterShape): Choice[] => {
  const choices: Choice[] = []
  const add = (column: string, orders: string[], on: Choice['on']) => choices.push({ column, orders, on })
  const { assistant, customer_id, customer_name, priority, from, until } = filter
  if (assistant === null) add('assistant_id', inQueues, (column) => sql`${column} is null`)
  else if (assistant !== undefined) add('assistant_id', inQueues, (column) => sql`${column} = ${assistant}`)
  const customer = customerIn({ customer_id, customer_name })
  if (customer) add('customer_id', inQueues, (column) => sql`${column} = ${customer}`)
  if (priority !== undefined)
    add('priority', ['queue_rank,opened_at', 'priority,queue_rank,opened_at'], (column) => sql`${column} = ${priority}`)
  if (filter.escalated)
    add('queue_rank', ['queue_rank,opened_at', 'queue_rank,waits_since'], (column) => sql`${column} = 0`)
  if (from !== undefined || until !== undefined) {
    const within = (column: RawBuilder<unknown>) => [
      ...(from === undefined ? [] : [sql`${column} >= ${from}`]),
      ...(until === undefined ? [] : [sql`${column} <= ${until}`]),
    ]
    add('opened_at', ['opened_at'], (column) => sql`(${sql.join(within(column), sql` and `)})`)
  }
  return choices
}

/** Whose tickets to list; undefined for everybody's. */
export function customerIn({ customer_id, customer_name }: Pick<FilterShape, 'customer_id' | 'customer_name'>) {
  if (customer_id !== undefined) return sql<number>`${customer_id}`
  if (customer_name === undefined) return undefined
  return sql<number>`(select id from accounts where username_key = ${customer_name})`
}

export type Segment = 'open' | 'closed'
export const segmentsOf = ({ status }: FilterShape): Segment[] => (status === 'any' ? ['open', 'closed'] : [status])

export const isIn = (part: Segment): Condition =>
  part === 'open' ? sql`tickets.closed_at is null` : sql`tickets.closed_at is not null`

/** The condition among open or among closed tickets, in the form that its index needs. */
export const chosenIn = (part: Segment, { column, on }: Choice): Condition[] => [
  isIn(part),
  ...(part === 'open' && column === 'customer_id' ? [inAnyRank] : []),
  on(sql.ref(`tickets.${column}`)),
]

/** The number of conditions with an index. */
export const indexedIn = (filter: FilterShape) => choicesIn(filter).length + (filter.tag === undefined ? 0 : 1)

/** The conditions of a filter on tickets that the search has found. */
export function conditionsOnHits(actor: Actor, filter: Filter): Condition[] {
  const customer = customerIn(filter)
  return [
    ...(filter.status === 'any' ? [] : [isIn(filter.status)]),
    ...choicesIn(filter).map(({ column, on }) => {
      const own = on(sql.ref(`tickets.${column}`))
      return customer && column === 'customer_id' ? sql<SqlBool>`(${own} or ${takesPart(customer)})` : own
    }),
    ...(filter.tag === undefined ? [] : [tagged(filter.tag, true)]),
    ...others(viewerOf(actor), filter),
  ]
}

export const tagged = (tag: string, common: boolean): Condition =>
  common
    ? sql`exists (select 1 from ticket_tags where ticket_id = +tickets.id and tag = ${tag})`
    : sql`tickets.id in ${idsTagged(tag)}`

/** The same for tickets that are scanned in the list's order. */
export const taggedInOrder = (tag: string): Condition => sql`+tickets.id in ${idsTagged(tag)}`

const idsTagged = (tag: string) => sql`(select ticket_id from ticket_tags where tag = ${tag})`

export function others(
  viewer: Viewer,
  filter: FilterShape,
  waitingOn: RawBuilder<unknown> = sql`tickets.waiting_on`,
): Condition[] {
  const conditions: Condition[] = []
  // For their own tickets, staff cannot filter by internal data, such as priority or tags.
  const internal =
    filter.escalated || filter.priority !== undefined || filter.tag !== undefined || filter.sort === 'priority'
  if (viewer.is_staff && internal) conditions.push(internalCondition(viewer))
  if (filter.waiting_on !== undefined) conditions.push(sql`${waitingOn} = ${filter.waiting_on}`)
  if (filter.unread) conditions.push(unreadBy(viewer))
  return conditions
}

/** Must match ticketOf: notes make a ticket unread for staff, not for its customer. */
function unreadBy(viewer: Viewer): Condition {
  const { id, is_staff, since } = viewer
  const mark = sql`(select message_id from ticket_reads where account_id = ${id} and ticket_id = tickets.id)`
  const read = sql`coalesce(${mark}, 0)`
  const notes = is_staff ? sql`or (tickets.last_note_id > ${read} and ${internalCondition(viewer)})` : sql``
  return sql`((tickets.last_message_at >= ${since} or ${mark} is not null) and (tickets.last_message_id > ${read} ${notes}))`
}
