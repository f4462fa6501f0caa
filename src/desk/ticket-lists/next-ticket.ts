import type { Context } from '#context'
import { getTicket } from '#desk/tickets/tickets.ts'
import { type Cursor, readCursor } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { isFiltered, listAddress, queryOf } from './address.ts'
import { filterOf } from './filters.ts'
import { findTickets } from './listing.ts'
import { listQueue } from './queue-lists.ts'
import type { QueueKey } from './queues.ts'
import { type ListQuery, listQuery, type Sort } from './schemas.ts'

/** Tickets read at once, and how often: nobody steps through a list further than that. */
const portion = 100
const mostPortions = 10

interface Row {
  id: number
  opened_at: number
  escalated_at?: number | null
}

type List = Omit<ListQuery, 'limit' | 'cursor'>

/**
 * The ticket after (or before) another one in a list, which that one may have left meanwhile; null at the end.
 *
 * @param from the query of the list's address; if invalid, the unclaimed tickets. With `was=escalated` the ticket was
 *   escalated before the action that leads on, which may have ended that.
 */
export async function ticketBeside(ctx: Context, actor: Actor, from: string, after: number | undefined, step: 1 | -1) {
  const { was, ...filters } = Object.fromEntries(new URLSearchParams(from))
  const parsed = listQuery.safeParse(filters)
  const query = parsed.success && from !== '' ? parsed.data : listQuery.parse({ queue: 'unclaimed' })
  const { limit: _, cursor: __, ...list } = query
  const ticket = after === undefined ? null : await getTicket(ctx, actor, after)
  const current = ticket && was === 'escalated' ? { ...ticket, escalated_at: ticket.opened_at } : ticket
  const byAge = goesByAge(ctx, actor, list)
  const rows = await rowsAround(ctx, actor, list, current, byAge)
  const id = current ? besideIn(rows, current, step, byAge) : rows[0]?.id
  return { id: id ?? null, list: listAddress(queryOf(list)) }
}

/** Whether a list is sorted by when tickets were opened, which never changes. */
const goesByAge = (ctx: Context, actor: Actor, { queue = 'open', ...filters }: List) =>
  isFiltered(filters) ? agedSorts.has(filterOf(ctx, actor, filters).sort) : agedQueues.has(queue)

const agedSorts = new Set<Sort>(['oldest', 'newest'])
const agedQueues = new Set<QueueKey>(['open', 'mine', 'unclaimed'])

/** The beginning of a list, up to a ticket's place and the next one. */
async function rowsAround(ctx: Context, actor: Actor, list: List, current: Row | null, byAge: boolean): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: Cursor | undefined
  for (let portions = 0; portions < mostPortions; portions += 1) {
    const { rows: portion, next } = await readPortion(ctx, actor, list, cursor)
    rows.push(...portion)
    if (!current || !next || placeOf(rows, current, byAge) < rows.length - 1) break
    cursor = readCursor(next) ?? undefined
  }
  return rows
}

const readPortion = (ctx: Context, actor: Actor, { queue, ...filters }: List, cursor: Cursor | undefined) =>
  isFiltered(filters)
    ? findTickets(ctx, actor, filters, portion, cursor)
    : listQueue(ctx, actor, queue ?? 'open', portion, cursor)

/** @param rows in the order of their list */
export function besideIn(rows: Row[], current: Row, step: 1 | -1, byAge = true): number | null {
  const place = placeOf(rows, current, byAge)
  if (rows[place]?.id === current.id) return rows[place + step]?.id ?? null
  // After the end comes the beginning: the ticket that has waited longest.
  if (step > 0) return (rows[place] ?? rows[0])?.id ?? null
  return byAge ? (rows[place - 1]?.id ?? null) : null
}

/** A ticket's place, or former place if it has left; the end if unknown. */
function placeOf(rows: Row[], current: Row, byAge: boolean): number {
  const at = rows.findIndex(({ id }) => id === current.id)
  if (at >= 0) return at
  if (!byAge) return rows.length
  const isBehind = (row: Row) =>
    row.opened_at === current.opened_at ? row.id > current.id : row.opened_at > current.opened_at
  const start = escalatedFirst(rows)
  const rest = rows.slice(start)
  if (start > 0 && current.escalated_at) return placeByAge(rows.slice(0, start), isBehind) // it was only claimed
  // An answer removes the escalation: only a ticket older than all that are not escalated may have been among the others.
  if (start > 0 && rest.some((row) => !isBehind(row))) return start + placeByAge(rest, isBehind)
  return placeByAge(rows, isBehind)
}

/** How many escalated tickets are at the beginning. */
function escalatedFirst(rows: Row[]): number {
  const start = rows.findIndex(({ escalated_at }) => !escalated_at)
  return rows.slice(start).some(({ escalated_at }) => escalated_at) ? 0 : Math.max(start, 0)
}

function placeByAge(rows: Row[], isBehind: (row: Row) => boolean): number {
  const oldestFirst = (rows[0]?.opened_at ?? 0) <= (rows.at(-1)?.opened_at ?? 0)
  const behind = rows.findIndex((row) => isBehind(row) === oldestFirst)
  return behind < 0 ? rows.length : behind
}
