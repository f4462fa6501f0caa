import type { Context } from '#context'
import { getTicket } from '#desk/tickets/tickets.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { isFiltered, listAddress, queryOf } from './address.ts'
import { findTickets } from './listing.ts'
import { listQueue } from './queue-lists.ts'
import { type ListQuery, listQuery } from './schemas.ts'

/** So many of a list are looked at. */
const most = 100

interface Row {
  id: number
  opened_at: number
}

/**
 * The ticket behind (or before) another one in a list, which it may have left meanwhile; null at the end.
 *
 * @param from the list as its address asks for it; what is no such list counts as the unclaimed tickets
 */
export async function ticketBeside(ctx: Context, actor: Actor, from: string, after: number | undefined, step: 1 | -1) {
  const asked = listQuery.safeParse(Object.fromEntries(new URLSearchParams(from)))
  const query = asked.success && from !== '' ? asked.data : listQuery.parse({ queue: 'unclaimed' })
  const { limit: _, cursor: __, ...list } = query
  const rows = await rowsOf(ctx, actor, list)
  const id = after === undefined ? rows[0]?.id : besideIn(rows, await getTicket(ctx, actor, after), step)
  return { id: id ?? null, list: listAddress(queryOf(list)) }
}

const rowsOf = async (ctx: Context, actor: Actor, { queue, ...filters }: Omit<ListQuery, 'limit' | 'cursor'>) =>
  isFiltered(filters)
    ? (await findTickets(ctx, actor, filters, most)).rows
    : (await listQueue(ctx, actor, queue ?? 'open', most)).rows

/** @param rows in the order of their list */
export function besideIn(rows: Row[], current: Row, step: 1 | -1): number | null {
  const at = rows.findIndex(({ id }) => id === current.id)
  if (at >= 0) return rows[at + step]?.id ?? null
  const oldestFirst = (rows[0]?.opened_at ?? 0) <= (rows.at(-1)?.opened_at ?? 0)
  const isBehind = (row: Row) =>
    row.opened_at === current.opened_at ? row.id > current.id : row.opened_at > current.opened_at
  const behind = rows.findIndex((row) => isBehind(row) === oldestFirst)
  const place = behind < 0 ? rows.length : behind
  // At the end of the list its beginning is next: what waits longest.
  return (step > 0 ? (rows[place] ?? rows[0]) : rows[place - 1])?.id ?? null
}
