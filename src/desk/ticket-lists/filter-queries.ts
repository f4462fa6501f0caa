import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Context } from '#context'
import { internalCondition, type TicketsQuery, visibleConditions } from '#desk/tickets/visibility.ts'
import { BoundedMap } from '#lib/bounded-map.ts'
import type { Database } from '#platform/db/client.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { amongIds } from '#platform/db/dialect.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { bind, type FilterShape, parameterize, type Values } from './filter-shape.ts'
import { type Filter, orderOf } from './filters.ts'
import { type ListedTicket, type Page, ticketLists } from './queue-lists.ts'

export type Condition = RawBuilder<SqlBool>

/** Whose list it is, and since when there can be news for them. */
interface Viewer {
  id: number
  is_staff: boolean
  since: number
}

const viewerOf = ({ id, is_staff, created_at }: Actor): Viewer => ({ id, is_staff, since: created_at })

export function ticketsWhere(db: Database, conditions: Condition[]): TicketsQuery {
  const tickets = db.selectFrom('tickets').selectAll()
  return conditions.reduce((some, condition) => some.where(condition), tickets)
}

const listsOfIds = ticketLists<{ ids: string }, object>((db, { viewer, ids }, { is_staff }) => [
  ticketsWhere(db, [amongIds(db, 'tickets.id', ids), ...visibleConditions({ id: viewer, is_staff })]),
])

/** These tickets, as far as the actor may see them, in no particular order. */
export const listByIds = (ctx: Context, actor: Actor, ids: number[]): Promise<ListedTicket[]> =>
  listsOfIds(ctx, actor, { ids: JSON.stringify(ids) }, {}, { by: [], direction: 'asc' }, { count: ids.length })

/** A condition that an index could answer: worth it only when few tickets are found by it. */
interface Choice {
  column: string
  /** The orders that its index has within the choice: there it is always of use. */
  orders: string[]
  on: (column: RawBuilder<unknown>) => Condition
}

const inQueues = ['queue_rank,opened_at', 'closed_at']

const choicesIn = (filter: FilterShape): Choice[] => {
  const choices: Choice[] = []
  const add = (column: string, orders: string[], on: Choice['on']) => choices.push({ column, orders, on })
  const { assistant, customer_id, customer_name, priority, from, until } = filter
  if (assistant === null) add('assistant_id', inQueues, (column) => sql`${column} is null`)
  else if (assistant !== undefined) add('assistant_id', inQueues, (column) => sql`${column} = ${assistant}`)
  if (customer_id !== undefined) add('customer_id', inQueues, (column) => sql`${column} = ${customer_id}`)
  if (customer_name !== undefined)
    add(
      'customer_id',
      inQueues,
      (column) => sql`${column} = (select id from accounts where username_key = ${customer_name})`,
    )
  if (priority !== undefined)
    add('priority', ['queue_rank,opened_at', 'priority,queue_rank,opened_at'], (column) => sql`${column} = ${priority}`)
  if (filter.escalated)
    add('queue_rank', ['queue_rank,opened_at', 'queue_rank,staff_replied_at'], (column) => sql`${column} = 0`)
  if (from !== undefined || until !== undefined) {
    const within = (column: RawBuilder<unknown>) => [
      ...(from === undefined ? [] : [sql`${column} >= ${from}`]),
      ...(until === undefined ? [] : [sql`${column} <= ${until}`]),
    ]
    add('opened_at', ['opened_at'], (column) => sql`(${sql.join(within(column), sql` and `)})`)
  }
  return choices
}

type Segment = 'open' | 'closed'
const segmentsOf = ({ status }: FilterShape): Segment[] => (status === 'any' ? ['open', 'closed'] : [status])

const isIn = (part: Segment): Condition =>
  part === 'open' ? sql`tickets.closed_at is null` : sql`tickets.closed_at is not null`

/** The conditions of a filter on tickets that have been found by words. */
export const conditionsOnHits = (actor: Actor, filter: Filter): Condition[] => [
  ...(filter.status === 'any' ? [] : [isIn(filter.status)]),
  ...choicesIn(filter).map(({ column, on }) => on(sql.ref(`tickets.${column}`))),
  ...(filter.tag === undefined ? [] : [tagged(filter.tag, true)]),
  ...others(viewerOf(actor), filter),
]

/** So few are sorted as quickly as a page is filled by walking along the order of a large desk. */
const few = { open: 1000, closed: 4000 }

/** For each condition that an index could answer, and each part of the list, whether it finds more than a `few`. */
const probes = compiledOnce(
  (db, values: Values, { form }: { form: FilterShape }) => {
    const filter = bind(form, values)
    const upToFew = (part: Segment, from: RawBuilder<unknown>, conditions: Condition[]) =>
      sql`(select count(*) from (select 1 from ${from}
        where ${sql.join(conditions, sql` and `)} limit ${sql.lit(few[part] + 1)}) as upto) > ${sql.lit(few[part])}`
    const found = segmentsOf(filter).flatMap((part) => [
      ...choicesIn(filter).map(({ column, on }) =>
        upToFew(part, sql`tickets`, [isIn(part), on(sql.ref(`tickets.${column}`))]),
      ),
      ...(filter.tag === undefined ? [] : [upToFew(part, sql`ticket_tags`, [sql`tag = ${filter.tag}`])]),
    ])
    const named = found.map((one, place) => sql`${one} as ${sql.ref(`found_${place}`)}`)
    return { compile: () => sql<Record<string, boolean | number>>`select ${sql.join(named)}`.compile(db) }
  },
  { prepared: false },
)

/**
 * A list's parts: the open tickets, the closed ones, or each. Where a condition finds `many`, and its index does not
 * have the list's order too, the index is ruled out by a sign before the column, and the list walks along its order.
 */
function listsIn(db: Database, viewer: Viewer, filter: FilterShape, many: readonly boolean[]): TicketsQuery[] {
  const order = orderOf(filter).by.join()
  const choices = choicesIn(filter)
  const perSegment = choices.length + (filter.tag === undefined ? 0 : 1)
  return segmentsOf(filter).map((part, n) => {
    const isMany = many.slice(n * perSegment, (n + 1) * perSegment)
    return ticketsWhere(db, [
      isIn(part),
      ...choices.map(({ column, orders, on }, place) => {
        const own = sql.ref(`tickets.${column}`)
        return on(isMany[place] && !orders.includes(order) ? sql`+${own}` : own)
      }),
      ...(filter.tag === undefined ? [] : [tagged(filter.tag, isMany.at(-1) === true)]),
      ...visibleConditions(viewer),
      ...others(viewer, filter),
    ])
  })
}

/** Whether an index leads to every ticket of a list; otherwise others are walked past, on a large desk very many. */
export const isFoundByIndex = (filter: Filter): boolean =>
  filter.waiting_on === undefined &&
  !filter.unread &&
  choicesIn(filter).length + (filter.tag === undefined ? 0 : 1) <= 1

type ListValues = Values & { since: number }
type ListShape = { form: FilterShape; many: boolean[] }

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
  const many = choicesIn(form).length > 0 || filter.tag !== undefined ? await findsMany(ctx, form, values) : []
  const since = actor.created_at
  return lists(ctx, actor, { ...values, since }, { form, many }, orderOf(filter), page)
}

const rememberFor = 60_000
const remembered = new WeakMap<object, Map<string, { many: boolean[]; until: number }>>()

/** What finds many now does so in a minute: a list has the same tickets either way. */
async function findsMany(ctx: Context, form: FilterShape, values: Values): Promise<boolean[]> {
  const memory = remembered.get(ctx.config) ?? new BoundedMap(500)
  remembered.set(ctx.config, memory)
  const key = JSON.stringify([form, values])
  const known = memory.get(key)
  const now = ctx.clock.now()
  if (known && known.until > now && known.until <= now + rememberFor) return known.many
  const [found = {}] = await probes(ctx.db, values, { form })
  const many = Object.values(found).map(Boolean)
  memory.set(key, { many, until: now + rememberFor })
  return many
}

const tagged = (tag: string, common: boolean): Condition =>
  common
    ? sql`exists (select 1 from ticket_tags where ticket_id = +tickets.id and tag = ${tag})`
    : sql`tickets.id in (select ticket_id from ticket_tags where tag = ${tag})`

function others(viewer: Viewer, filter: FilterShape): Condition[] {
  const conditions: Condition[] = []
  // How the desk works on a colleague's own ticket is nothing they could ask for.
  const internal =
    filter.escalated || filter.priority !== undefined || filter.tag !== undefined || filter.sort === 'priority'
  if (viewer.is_staff && internal) conditions.push(internalCondition(viewer))
  if (filter.waiting_on !== undefined) conditions.push(sql`tickets.waiting_on = ${filter.waiting_on}`)
  if (filter.unread) conditions.push(unreadBy(viewer))
  return conditions
}

/** As ticketOf has it: notes are news to the desk, not to the ticket's customer. */
function unreadBy(viewer: Viewer): Condition {
  const { id, is_staff, since } = viewer
  const read = sql`coalesce((select message_id from ticket_reads where account_id = ${id} and ticket_id = tickets.id), 0)`
  const notes = is_staff ? sql`or (tickets.last_note_id > ${read} and ${internalCondition(viewer)})` : sql``
  return sql`(tickets.last_message_at >= ${since} and (tickets.last_message_id > ${read} ${notes}))`
}
