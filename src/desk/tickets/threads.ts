import type { Context } from '#context'
import type { Actor } from '#platform/identity/actor.ts'
import { listMessages, type MessageRow } from './message-queries.ts'
import { systemText } from './system-text.ts'
import type { Ticket } from './ticket-row.ts'
import { getTicket } from './tickets.ts'
import { seesInternal } from './visibility.ts'

/** Part of a ticket's conversation, oldest message first. */
export interface Thread {
  messages: MessageRow[]
  /** Whether there is more before the first. */
  more: boolean
}

/** The newest messages, or those before one; internal notes only for who may see them. */
export async function readThread(
  ctx: Context,
  actor: Actor,
  ticket: Ticket,
  limit: number,
  before?: number,
): Promise<Thread> {
  return part(ctx, ticket, limit, before, seesInternal(actor, ticket))
}

/** What was said between the desk and the customer, without notes for anybody. */
export async function readConversation(
  ctx: Context,
  actor: Actor,
  ticketId: number,
  limit: number,
  before?: number,
): Promise<Thread> {
  return part(ctx, await getTicket(ctx, actor, ticketId), limit, before, false)
}

async function part(ctx: Context, ticket: Ticket, limit: number, before: number | undefined, notes: boolean) {
  const newestFirst = await listMessages(ctx, ticket.id, { count: limit + 1, before, notes })
  return { messages: newestFirst.slice(0, limit).reverse(), more: newestFirst.length > limit }
}

/** The text of a message, or the sentence that a System line stands for. */
export function textOf(message: MessageRow): string {
  if (!message.action) return message.body
  const { author_id, display_name, subject_id, subject_name } = message
  const about = subject_id === null ? null : { id: subject_id, display_name: subject_name ?? '' }
  return systemText(message.action, { id: author_id, display_name }, about)
}
