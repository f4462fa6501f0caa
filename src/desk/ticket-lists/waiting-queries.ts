import { sql } from 'kysely'
import type { Context } from '#context'
import { type TicketsQuery, visibleTo } from '#desk/tickets/visibility.ts'
import type { Database } from '#platform/db/client.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { type Order, ticketLists } from './list-queries.ts'

/** Lists of open tickets by how long somebody has waited. `desk` has all that wait for staff, whoever claimed them. */
export type WaitingList = 'my_turn' | 'unclaimed' | 'my_customers' | 'desk'

const longestFirst: Order = { by: ['waits_since'], direction: 'asc' }

function waitingIn(db: Database, viewer: number, list: WaitingList): TicketsQuery {
  const open = db.selectFrom('tickets').selectAll().where('closed_at', 'is', null)
  const forStaff = open.where(sql<boolean>`waiting_on = 'staff'`)
  switch (list) {
    case 'my_turn':
      return forStaff.where('assistant_id', '=', viewer)
    case 'my_customers':
      return open.where('assistant_id', '=', viewer).where(sql<boolean>`waiting_on = 'customer'`)
    case 'unclaimed':
      return forStaff.where('assistant_id', 'is', null).$call(visibleTo({ id: viewer, is_staff: true }))
    case 'desk':
      return forStaff.$call(visibleTo({ id: viewer, is_staff: true }))
  }
}

const lists = ticketLists(
  (db, { viewer }: { viewer: number }, { list }: { list: WaitingList }) => [waitingIn(db, viewer, list)],
  { prepared: true },
)

/** The first `count` of a list, for staff. */
export const listWaiting = (ctx: Context, actor: Actor, list: WaitingList, count: number) =>
  lists(ctx, actor, { viewer: actor.id }, { list }, longestFirst, { count })
