import type { Context } from '#context'
import { isoTime } from '#lib/format-time.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { allEditsBy, allMessagesBy, allTicketsOf } from './personal-queries.ts'

/** The tickets that a person opened, for that person's own records. */
export async function* ticketsOf(ctx: Context, actor: Actor) {
  for await (const tickets of allTicketsOf(ctx, actor.id))
    yield tickets.map(({ id, title, opened_at, closed_at }) => ({
      id,
      title,
      opened_at: isoTime(opened_at),
      closed_at: closed_at === null ? null : isoTime(closed_at),
    }))
}

/** What a person wrote, in whichever ticket. */
export async function* messagesBy(ctx: Context, actor: Actor) {
  for await (const messages of allMessagesBy(ctx, actor.id))
    yield messages.map(({ id, ticket_id, body, sent_at }) => ({ id, ticket_id, body, sent_at: isoTime(sent_at) }))
}

/** What a person's own titles and messages said before each edit. */
export async function* editsBy(ctx: Context, actor: Actor) {
  for await (const edits of allEditsBy(ctx, actor.id))
    yield edits.map(({ ticket_id, message_id, before, edited_at }) => ({
      ticket_id,
      message_id,
      before,
      edited_at: isoTime(edited_at),
    }))
}
