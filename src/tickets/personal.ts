import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import { isoTime } from '../when.ts'
import { allEditsBy, allMessagesBy, allTicketsOf } from './personal-queries.ts'

/** The tickets that a person opened, for that person's own records. */
export async function ticketsOf(ctx: Context, actor: Actor) {
  const tickets = await allTicketsOf(ctx, actor.id)
  return tickets.map(({ id, title, opened_at, closed_at }) => ({
    id,
    title,
    opened_at: isoTime(opened_at),
    closed_at: closed_at === null ? null : isoTime(closed_at),
  }))
}

/** What a person wrote, in whichever ticket. */
export async function messagesBy(ctx: Context, actor: Actor) {
  const messages = await allMessagesBy(ctx, actor.id)
  return messages.map(({ id, ticket_id, body, sent_at }) => ({ id, ticket_id, body, sent_at: isoTime(sent_at) }))
}

/** What a person's own titles and messages said before each edit. */
export async function editsBy(ctx: Context, actor: Actor) {
  const edits = await allEditsBy(ctx, actor.id)
  return edits.map(({ edited_at, ...edit }) => ({ ...edit, edited_at: isoTime(edited_at) }))
}
