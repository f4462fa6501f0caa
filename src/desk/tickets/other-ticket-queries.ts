import type { Context } from '#context'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { idsOfParts } from './visibility.ts'

const others = compiledOnce((db, values: { customer: number; ticket: number; most: number }) => {
  const newest = db.selectFrom('tickets').select('id').orderBy('id', 'desc').limit(values.most)
  const own = newest.where('customer_id', '=', values.customer).where('id', '!=', values.ticket)
  const taken = newest.where('id', 'in', idsOfParts(db, values.customer)).where('id', '!=', values.ticket)
  const ids = db.selectFrom(own.as('own')).select('own.id')
  return db
    .selectFrom('tickets')
    .select(['id', 'title', 'opened_at', 'closed_at', 'waiting_on'])
    .where('id', 'in', ids.unionAll(db.selectFrom(taken.as('taken')).select('taken.id')))
    .orderBy('id', 'desc')
    .limit(values.most)
})

/** The other tickets that a ticket's customer has opened or takes part in, newest first; for staff, who see every ticket. */
export const listOtherTickets = (ctx: Context, ticket: { id: number; customer_id: number }, most: number) =>
  others(ctx.db, { customer: ticket.customer_id, ticket: ticket.id, most }, {})
