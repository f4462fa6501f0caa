import { sql } from 'kysely'
import type { Context } from '#context'
import { joined } from '#desk/tickets/queries.ts'
import { ticketOf } from '#desk/tickets/ticket-row.ts'
import { type TicketsQuery, visibleTo } from '#desk/tickets/visibility.ts'
import type { Database } from '#platform/db/client.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { type ListedTicket, unionOf } from './list-queries.ts'

/** Lists of open tickets by waiting time. `desk` contains all that wait for staff, whoever claimed them. */
export type WaitingList = 'my_turn' | 'unclaimed' | 'my_customers' | 'desk'

function waitingIn(db: Database, viewer: number, list: WaitingList): TicketsQuery {
  const open = db.selectFrom('tickets').selectAll().where('closed_at', 'is', null)
  const forStaff = open.where(sql<boolean>`waiting_on = 'staff'`)
  switch (list) {
    case 'my_turn':
      return forStaff.where('assistant_id', '=', viewer)
    case 'my_customers':
      return open.where('assistant_id', '=', viewer).where(sql<boolean>`waiting_on = 'customer'`)
    case 'unclaimed':
      // PostgreSQL does not treat `is null` as a constant: sorted by it first, the index has the order.
      return forStaff
        .where('assistant_id', 'is', null)
        .$call(visibleTo({ id: viewer, is_staff: true }))
        .orderBy('assistant_id')
    case 'desk':
      return forStaff.$call(visibleTo({ id: viewer, is_staff: true }))
  }
}

/** How many tickets to read of each list. */
type Counts = Partial<Record<WaitingList, number>>

const lists = compiledOnce((db, { viewer }: { viewer: number }, counts: Counts) => {
  const parts = Object.entries(counts).map(([list, count]) =>
    waitingIn(db, viewer, list as WaitingList)
      .select(sql.lit(list).as('list'))
      .orderBy('waits_since')
      .orderBy('id')
      .limit(sql.lit(count)),
  )
  return joined(db, { id: viewer, is_staff: true }, unionOf(db, parts))
    .select(sql<WaitingList>`tickets.list`.as('list'))
    .orderBy('tickets.waits_since')
    .orderBy('tickets.id')
})

/** The beginnings of several lists, for staff, in one statement, which saves round trips to the database. */
export async function listWaiting<C extends Counts>(ctx: Context, actor: Actor, counts: C) {
  const rows = await lists(ctx.db, { viewer: actor.id }, counts)
  const listed = rows.map((row) => ({ ...ticketOf(row, actor), position: [row.waits_since, row.id], list: row.list }))
  const of = (list: string): ListedTicket[] => listed.filter((ticket) => ticket.list === list)
  return Object.fromEntries(Object.keys(counts).map((list) => [list, of(list)])) as Record<keyof C, ListedTicket[]>
}
