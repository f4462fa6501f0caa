import type { Context } from '#context'
import { type Cursor, pageOf, refuseForeignCursor } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { listEdits } from './message-queries.ts'
import { getTicket } from './tickets.ts'

/** What the title and the first message of a ticket said before each edit, newest first. */
export async function readEdits(ctx: Context, actor: Actor, ticketId: number, limit: number, cursor?: Cursor) {
  refuseForeignCursor(cursor)
  const ticket = await getTicket(ctx, actor, ticketId)
  const edits = await listEdits(ctx, ticketId, limit + 1, cursor?.[1])
  return { ticket, ...pageOf(edits, limit, ({ edited_at, id }) => [edited_at, id]) }
}
