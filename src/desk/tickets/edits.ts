import type { Context } from '#context'
import { type Cursor, pageOf, refuseForeignCursor } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { findTextAfter, firstMessageOf, listEdits } from './message-queries.ts'
import { getTicket } from './tickets.ts'

/** Earlier versions of a ticket's title and first message, newest first. */
export async function readEdits(ctx: Context, actor: Actor, ticketId: number, limit: number, cursor?: Cursor) {
  refuseForeignCursor(cursor)
  const ticket = await getTicket(ctx, actor, ticketId)
  const edits = await listEdits(ctx, ticketId, limit + 1, cursor?.[1])
  return { ticket, ...pageOf(edits, limit, ({ edited_at, id }) => [edited_at, id]) }
}

/** Only the fields that were changed in the form: later edits by others stay as they are. */
export async function changedIn(
  ctx: Context,
  ticketId: number,
  form: { title?: string | undefined; message?: string | undefined },
  edit: number,
) {
  const first = await firstMessageOf(ctx, ticketId)
  const [title, message] = [
    await findTextAfter(ctx, ticketId, null, edit),
    await findTextAfter(ctx, ticketId, first.id, edit),
  ]
  return {
    ...(form.title !== title && { title: form.title }),
    ...(form.message !== message && { message: form.message }),
  }
}
