import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import { listMessages, type MessageRow } from './message-queries.ts'
import { systemText } from './system-lines.ts'
import { getTicket } from './tickets.ts'

/** Part of a ticket's conversation, oldest message first. */
export interface Thread {
  messages: MessageRow[]
  /** Whether there is more before the first. */
  more: boolean
}

export async function readThread(ctx: Context, ticketId: number, limit: number, before?: number): Promise<Thread> {
  const newestFirst = await listMessages(ctx, ticketId, limit + 1, before)
  return { messages: newestFirst.slice(0, limit).reverse(), more: newestFirst.length > limit }
}

export async function getThread(
  ctx: Context,
  actor: Actor,
  ticketId: number,
  limit: number,
  before?: number,
): Promise<Thread> {
  await getTicket(ctx, actor, ticketId)
  return readThread(ctx, ticketId, limit, before)
}

/** The text of a message, or the sentence that a System line stands for. */
export const textOf = (message: MessageRow) =>
  message.event
    ? systemText(message.event, { id: message.author_id, display_name: message.display_name })
    : message.body
