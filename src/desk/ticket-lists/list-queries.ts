import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#context'
import { joined } from '#desk/tickets/queries.ts'
import { type Ticket, ticketOf } from '#desk/tickets/ticket-row.ts'
import type { TicketsQuery, Viewer } from '#desk/tickets/visibility.ts'
import type { Database } from '#platform/db/client.ts'
import { type CompileOptions, compiledOnce } from '#platform/db/compiled-once.ts'
import { joinsBeforeSorting } from '#platform/db/dialect.ts'
import { type Cursor, refuseForeignCursor } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'

type Column =
  | 'queue_rank'
  | 'priority'
  | 'opened_at'
  | 'closed_at'
  | 'staff_replied_at'
  | 'last_message_at'
  | 'waits_since'

/** The columns by which a list is sorted, followed by the id. */
export interface Order {
  by: Column[]
  direction: 'asc' | 'desc'
  /** Whether the first column is sorted in descending order. */
  greatestFirst?: boolean
}

export interface ListedTicket extends Ticket {
  /** The ticket's cursor. */
  position: Cursor
}

/** Which page of a list. */
export interface Page {
  count: number
  after?: Cursor | undefined
}

/** The tickets to choose a page from. */
export interface Selection {
  tickets: TicketsQuery
  /** Whether an index finds them and they are few enough to be sorted: no index is scanned for their order. */
  few?: boolean
}

interface PageShape {
  order: Order
  is_staff: boolean
  goesOn: boolean
  most: number
}

/** Limits that statements are compiled for. */
const steps = [1, 11, 26, 51, 101]

/**
 * The limit is a literal: for an unknown limit PostgreSQL assumes a tenth of all rows, and then either plans every time
 * or joins whole tables. Only a few are used, as each is a statement of its own.
 */
const limitFor = (count: number) => steps.find((step) => step >= count) ?? count

const places = ['after_0', 'after_1', 'after_2', 'after_3'] as const
type PageValues = Record<'viewer' | (typeof places)[number], number>

/**
 * Lists of tickets by keyset: the next `count` of those that `choose` selects. Lists without common tickets are
 * combined by unionOf. The result of `choose` is compiled once for each shape.
 *
 * @param options.prepared whether PostgreSQL keeps a prepared statement: only if one index fits whatever the values are
 */
export function ticketLists<V extends Record<string, number | string>, S extends object>(
  choose: (db: Database, values: V & { viewer: number }, shape: S & { is_staff: boolean }) => Selection[],
  options: CompileOptions = {},
) {
  const somePage = compiledOnce((db, values: V & PageValues, shape: S & PageShape) => {
    const { order, is_staff, goesOn, most } = shape
    const after = places.slice(0, order.by.length + 1).map((place) => values[place])
    const viewer = { id: values.viewer, is_staff }
    return inOrder(db, viewer, choose(db, values, shape), order, most, goesOn ? after : undefined)
  }, options)
  return async (ctx: Context, actor: Actor, values: V, shape: S, staffOrder: Order, { count, after }: Page) => {
    const order = orderFor(actor, staffOrder)
    refuseForeignCursor(after, columnsOf(order).length)
    const positions = Object.fromEntries(places.map((place, n) => [place, after?.[n] ?? 0]))
    const all = { ...values, ...positions, viewer: actor.id } as V & PageValues
    const pageShape = { order, is_staff: actor.is_staff, goesOn: after !== undefined, most: limitFor(count) }
    const rows = await somePage(ctx.db, all, { ...shape, ...pageShape })
    return listed(rows.slice(0, count), order, actor)
  }
}

/** The next `count` of tickets chosen by a separate query. */
export async function listInOrder(
  ctx: Context,
  actor: Actor,
  tickets: TicketsQuery,
  staffOrder: Order,
  { count, after }: Page,
): Promise<ListedTicket[]> {
  const order = orderFor(actor, staffOrder)
  refuseForeignCursor(after, columnsOf(order).length)
  return listed(await inOrder(ctx.db, actor, [{ tickets }], order, count, after).execute(), order, actor)
}

/** Escalated tickets come first only for staff: escalation is internal. */
const orderFor = (viewer: Viewer, order: Order): Order =>
  viewer.is_staff ? order : { ...order, by: order.by.filter((column) => column !== 'queue_rank') }

const columnsOf = (order: Order) => [...order.by, 'id'] as const

function inOrder(db: Database, viewer: Viewer, lists: Selection[], order: Order, count: number, after?: Cursor) {
  const columns = columnsOf(order)
  const limit = sql.lit<number>(count)
  const direction = (place: number) => (place === 0 && order.greatestFirst ? 'desc' : order.direction)
  const sorted = (tickets: TicketsQuery, refs: RawBuilder<unknown>[]) =>
    refs.reduce((query, ref, place) => query.orderBy(ref, direction(place)), tickets)
  const idsFirst = joinsBeforeSorting(db) && (lists.length > 1 || lists.some(({ few }) => few))
  const parts = lists.map(({ tickets, few = false }) => {
    // A sign before a column rules out its indexes.
    const refs = columns.map((column, n) => (few && n === 0 ? sql`+${refTo(column)}` : refTo(column)))
    const query = sorted(idsFirst ? only(tickets, columns) : tickets, refs).limit(limit)
    return after ? query.where(afterCursor(refs, order, after)) : query
  })
  const all = unionOf(db, parts)
  const first =
    parts.length > 1 && idsFirst
      ? sorted(
          all,
          columns.map((column) => sql.ref(column)),
        ).limit(limit)
      : all
  let list = joined(db, viewer, idsFirst ? rowsOf(db, first) : all).select(
    columns.map((column) => `tickets.${column}` as const),
  )
  columns.forEach((column, place) => {
    list = list.orderBy(`tickets.${column}`, direction(place))
  })
  return parts.length > 1 && !idsFirst ? list.limit(limit) : list
}

const refTo = (column: string): RawBuilder<unknown> => sql.ref(`tickets.${column}`)

const only = (tickets: TicketsQuery, columns: readonly (Column | 'id')[]) =>
  tickets.clearSelect().select(columns) as unknown as TicketsQuery

/** The whole rows of tickets that were selected by id. */
const rowsOf = (db: Database, chosen: TicketsQuery) =>
  db
    .selectFrom('tickets')
    .selectAll()
    .where('id', 'in', db.selectFrom(chosen.as('chosen')).select('chosen.id'))

type Row = Awaited<ReturnType<ReturnType<typeof inOrder>['execute']>>[number]

const listed = (rows: Row[], order: Order, actor: Actor): ListedTicket[] =>
  rows.map((row) => {
    const position = columnsOf(order).map((column) => Number(row[column]))
    return Object.assign(ticketOf(row, actor), { position })
  })

/** For parts without common tickets. */
export function unionOf(db: Database, [first, ...rest]: TicketsQuery[]): TicketsQuery {
  if (!first || rest.length === 0) return first as TicketsQuery
  const alone = (part: TicketsQuery) => db.selectFrom(part.as('tickets')).selectAll() as unknown as TicketsQuery
  return rest.reduce((all, part) => all.unionAll(alone(part)), alone(first))
}

/** Keyset paging: the rows after a cursor, by comparing tuples. */
function afterCursor(refs: RawBuilder<unknown>[], order: Order, after: Cursor) {
  const tuple = (from: number) => sql`(${sql.join(refs.slice(from))})`
  // Cursor values may exceed int8: cast to bigint.
  const given = after.map((value) => sql`cast(${value} as bigint)`)
  const values = (from: number) => sql`(${sql.join(given.slice(from))})`
  const further = order.direction === 'asc' ? sql`>` : sql`<`
  if (!order.greatestFirst) return sql<boolean>`${tuple(0)} ${further} ${values(0)}`
  const [first, value] = [refs[0], given[0]]
  return sql<boolean>`(${first} <= ${value} and (${first} < ${value} or ${tuple(1)} ${further} ${values(1)}))`
}
