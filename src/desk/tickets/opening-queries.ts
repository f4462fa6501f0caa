import type { Context } from '#context'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { lockingRows } from '#platform/db/dialect.ts'
import { inAnyRank } from './visibility.ts'

const lockedCustomer = compiledOnce((db, { id }: { id: number }) =>
  db.selectFrom('accounts').select('id').where('id', '=', id).$call(lockingRows(db)),
)

/** Locks the customer, so that nobody else opens a ticket for them until the transaction ends. */
export const lockCustomer = (ctx: Context, id: number) => lockedCustomer(ctx.db, { id }, {})

const openTickets = compiledOnce((db, { customer, most }: { customer: number; most: number }) => {
  const own = db.selectFrom('tickets').select('id').where('customer_id', '=', customer)
  const open = own.where('closed_at', 'is', null).where(inAnyRank)
  return db.selectFrom(open.limit(most).as('open')).select(({ fn }) => fn.countAll<number>().as('count'))
})

/** Counts up to `most`. */
export async function countOpenTickets(ctx: Context, customer: number, most: number): Promise<number> {
  const [row] = await openTickets(ctx.db, { customer, most }, {})
  return Number(row?.count)
}
