import type { Context } from '#context'
import { idsIn, participantIds } from './participant-queries.ts'

/** Releases at most `count` of an assistant's open tickets. @returns them, and whether there may be more */
export async function releaseTicketsOf(ctx: Context, assistantId: number, count: number) {
  const open = ctx.db.selectFrom('tickets').select('id').where('assistant_id', '=', assistantId)
  const rows = await open.where('closed_at', 'is', null).orderBy('queue_rank').limit(count).execute()
  if (rows.length === 0) return { tickets: [], more: false }
  const ids = rows.map(({ id }) => id)
  const release = ctx.db.updateTable('tickets').set({ assistant_id: null }).where('id', 'in', ids)
  const tickets = await release
    .where('assistant_id', '=', assistantId)
    .where('closed_at', 'is', null)
    .returning(['id', 'customer_id', participantIds(ctx.db).as('participant_ids')])
    .execute()
  return {
    tickets: tickets.map((ticket) => ({ ...ticket, participant_ids: idsIn(ticket.participant_ids) })),
    more: rows.length === count,
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
