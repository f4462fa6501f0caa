import type { Context } from '#context'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { consumeWriting } from '#platform/limits/writing-limit.ts'
import { readNotificationsAbout } from '#platform/notifications/inbox.ts'
import { updateTicket } from './change-queries.ts'
import { mentionsIn } from './mentions.ts'
import { noteWritten } from './message-activity.ts'
import { insertMessage } from './message-queries.ts'
import { refuseOwn } from './own-tickets.ts'
import type { LockedTicket } from './queries.ts'
import { setTicketRead } from './read-mark-queries.ts'
import { indexNewMessage } from './search-documents.ts'
import { getTicketForUpdate } from './tickets.ts'

export interface WrittenNote {
  message_id: number
  /** Names after an `@` that belong to no colleague who can read the note. */
  unknown_mentions: string[]
}

/** Writes an internal note. Colleagues mentioned with `@` are notified. */
export async function writeNote(ctx: Context, actor: Actor, ticket_id: number, body: string): Promise<WrittenNote> {
  return withTransaction(ctx, async (ctx) => {
    const ticket = await getTicketForUpdate(ctx, actor, ticket_id)
    refuseOwn(actor, ticket)
    return addNote(ctx, actor, ticket, body)
  })
}

export async function addNote(ctx: Context, actor: Actor, ticket: LockedTicket, body: string): Promise<WrittenNote> {
  await consumeWriting(ctx, actor)
  const now = ctx.clock.now()
  const note = { kind: 'note', from_staff: 1, body, sent_at: now } as const
  const message_id = await insertMessage(ctx, { ...note, ticket_id: ticket.id, author_id: actor.id })
  await indexNewMessage(ctx, ticket, { ...note, id: message_id })
  await updateTicket(ctx, ticket.id, { last_note_id: message_id })
  await setTicketRead(ctx, actor.id, ticket.id, message_id)
  if (ticket.has_notifications) await readNotificationsAbout(ctx, actor, { subject: { type: 'ticket', id: ticket.id } })
  const { colleagues, unknown_mentions } = await mentionsIn(ctx, ticket, body)
  await record(ctx, noteWritten, { actor_id: actor.id, ticket, message_id, to: colleagues }, now)
  return { message_id, unknown_mentions }
}
