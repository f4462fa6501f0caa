import type { Context } from '#context'
import { compiledOnce } from '#platform/db/compiled-once.ts'

const others = compiledOnce((db, values: { customer: number; ticket: number; most: number }) =>
  db
    .selectFrom('tickets')
    .select(['id', 'title', 'opened_at', 'closed_at', 'waiting_on'])
    .where('customer_id', '=', values.customer)
    .where('id', '!=', values.ticket)
    .orderBy('id', 'desc')
    .limit(values.most),
)

/** What else a ticket's customer has asked, newest first; for staff, who see every ticket. */
export const listOtherTickets = (ctx: Context, ticket: { id: number; customer_id: number }, most: number) =>
  others(ctx.db, { customer: ticket.customer_id, ticket: ticket.id, most }, {})
