import type { Context } from '#context'
import { lockingRows } from '#platform/db/dialect.ts'

/** Whether documents of a ticket still have its old title. */
export async function isBeingRenamed(ctx: Context, ticketId: number): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('search_renames')
    .select('ticket_id')
    .where('ticket_id', '=', ticketId)
    .executeTakeFirst()
  return row !== undefined
}

/** Whoever writes in the ticket writes its documents too, and must not do so at the same time. */
export const lockTicket = (ctx: Context, id: number) =>
  ctx.db.selectFrom('tickets').select('id').where('id', '=', id).$call(lockingRows(ctx.db)).execute()

/** Writes the title into the next document. */
export const renameNextPart = (ctx: Context, ticketId: number) =>
  ctx.db
    .updateTable('search_renames')
    .set(({ eb }) => ({ next_part: eb('next_part', '+', 1) }))
    .where('ticket_id', '=', ticketId)
    .execute()

/** Forgets the ticket once all of its documents have the new title. */
export const finishRename = (ctx: Context, ticketId: number) =>
  ctx.db
    .deleteFrom('search_renames')
    .where('ticket_id', '=', ticketId)
    .where('next_part', '>', ({ selectFrom }) =>
      selectFrom('search_parts').select('part').where('ticket_id', '=', ticketId).orderBy('first_id', 'desc').limit(1),
    )
    .execute()
