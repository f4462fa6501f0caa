import type { Context } from '#context'
import { skippingLocked } from '#platform/db/dialect.ts'
import { idsIn, participantIds } from './participant-queries.ts'

/**
 * Releases at most `count` of an assistant's open tickets.
 *
 * @param waits whether to wait for tickets that others have locked, or to leave them
 * @returns them, and whether there may be more
 */
export async function releaseTicketsOf(ctx: Context, assistantId: number, count: number, waits: boolean) {
  const open = ctx.db.selectFrom('tickets').select('id').where('assistant_id', '=', assistantId)
  const some = open.where('closed_at', 'is', null).orderBy('queue_rank').limit(count)
  const rows = await some.$call((query) => (waits ? query : skippingLocked(ctx.db)(query))).execute()
  const ids = rows.map(({ id }) => id)
  const release = ctx.db.updateTable('tickets').set({ assistant_id: null }).where('id', 'in', ids)
  const tickets =
    ids.length === 0
      ? []
      : await release
          .where('assistant_id', '=', assistantId)
          .where('closed_at', 'is', null)
          .returning(['id', 'customer_id', participantIds(ctx.db).as('participant_ids')])
          .execute()
  return {
    tickets: tickets.map((ticket) => ({ ...ticket, participant_ids: idsIn(ticket.participant_ids) })),
    more: (await some.limit(1).execute()).length > 0,
  }
}

/** For many tickets, each of whose newest message was just inserted. */
export async function refreshNewestMessages(ctx: Context, ids: number[], last_message_at: number): Promise<void> {
  if (ids.length === 0) return
  await ctx.db
    .updateTable('tickets')
    .set(({ selectFrom }) => ({
      last_message_at,
      last_message_id: selectFrom('messages')
        .select(({ fn }) => fn.max('messages.id').as('id'))
        .whereRef('messages.ticket_id', '=', 'tickets.id')
        .where('messages.kind', '!=', 'note'),
    }))
    .where('id', 'in', ids)
    .execute()
}
