import { setImmediate as breathe } from 'node:timers/promises'
import type { Context } from '#context'
import type { ListedTicket } from '#desk/ticket-lists/list-queries.ts'
import { listQueue } from '#desk/ticket-lists/queue-lists.ts'
import type { QueueKey } from '#desk/ticket-lists/queues.ts'
import { type Message, readConversation } from '#desk/tickets/threads.ts'
import type { Actor } from '#platform/identity/actor.ts'

// The contract has no paging: its lists are whole, and are fetched in pieces of this size, by keyset. SQLite answers at
// once: between two pieces everybody else has their turn.
const piece = 500

/** Every ticket of a queue: open ones by age alone, closed ones in the queue's order. */
export async function allTickets(ctx: Context, actor: Actor, queue: QueueKey): Promise<ListedTicket[]> {
  const all: ListedTicket[] = []
  for (;;) {
    const last = all.at(-1)
    const { rows, next } = await listQueue(ctx, actor, queue, piece, last?.position)
    all.push(...rows)
    if (!next) return queue.endsWith('closed') ? all : all.sort((a, b) => a.opened_at - b.opened_at || a.id - b.id)
    await breathe()
  }
}

/** Every message of a ticket, newest first. */
export async function allMessages(ctx: Context, actor: Actor, ticketId: number): Promise<Message[]> {
  const all: Message[] = []
  for (;;) {
    const { messages, more } = await readConversation(ctx, actor, ticketId, piece, all.at(-1)?.id)
    all.push(...messages.reverse())
    if (!more) return all
    await breathe()
  }
}
