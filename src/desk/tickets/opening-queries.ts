import type { Context } from '#context'
import { lockingRows } from '#platform/db/dialect.ts'

/** Until the transaction ends, nobody else opens a ticket for this customer. */
export const lockCustomer = (ctx: Context, customerId: number) =>
  ctx.db.selectFrom('accounts').select('id').where('id', '=', customerId).$call(lockingRows(ctx.db)).execute()

/** Counts no further than `most`. */
export async function countOpenTickets(ctx: Context, customerId: number, most: number): Promise<number> {
  const open = ctx.db.selectFrom('tickets').select('id').where('customer_id', '=', customerId)
  const row = await ctx.db
    .selectFrom(open.where('closed_at', 'is', null).limit(most).as('open'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
