import { sql } from 'kysely'
import type { Context } from '#context'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { staffTypes } from '#platform/identity/account-type.ts'
import type { LockedTicket } from './queries.ts'

type ReadMark = Record<string, number> & Record<'account_id' | 'ticket_id' | 'message_id' | 'read_at', number>

const readMark = compiledOnce((db, { account_id, ticket_id, message_id, read_at }: ReadMark) =>
  db
    .insertInto('ticket_reads')
    .values({ account_id, ticket_id, message_id, read_at })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'ticket_id'])
        .doUpdateSet({ message_id, read_at })
        .where('ticket_reads.message_id', '<', message_id),
    ),
)

/** Records that an account has seen a ticket up to a message, and marks its notifications read; never goes back. */
export async function setTicketRead(
  ctx: Context,
  account_id: number,
  ticket_id: number,
  message_id: number,
): Promise<void> {
  await readMark(ctx.db, { account_id, ticket_id, message_id, read_at: ctx.clock.now() }, {})
}

/**
 * Makes the ticket unread for staff and participants after its customer has edited something. The mark is negated,
 * which keeps how far they had read.
 */
export async function setUnreadForOthers(
  ctx: Context,
  { id, customer_id, participant_ids }: LockedTicket,
): Promise<void> {
  const staff = ctx.db.selectFrom('accounts').select('id').where('account_type', 'in', staffTypes)
  const readers = [staff, ...(participant_ids.length > 0 ? [participant_ids] : [])]
  for (const accounts of readers)
    await ctx.db
      .updateTable('ticket_reads')
      .set({ message_id: sql`-abs(message_id)`, read_at: ctx.clock.now() })
      .where('ticket_id', '=', id)
      .where('account_id', 'in', accounts)
      .where('account_id', '!=', customer_id)
      .execute()
}
