import { setImmediate as breathe } from 'node:timers/promises'
import type { Context } from '#context'
import { listQueue } from '#desk/ticket-lists/queue-lists.ts'
import type { QueueKey } from '#desk/ticket-lists/queues.ts'
import { type Message, readConversation } from '#desk/tickets/threads.ts'
import type { Ticket } from '#desk/tickets/ticket-row.ts'
import type { Cursor } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'

// The contract has no paging: whole lists are returned, fetched in portions of this size by keyset. SQLite answers
// synchronously: between two portions other requests are served.
const piece = 500

/** The columns that the contract's lists show: many whole tickets would take much memory. */
export type BriefTicket = Pick<Ticket, 'id' | 'title' | 'customer_id' | 'assistant_id' | 'opened_at' | 'closed_at'>

const brief = ({ id, title, customer_id, assistant_id, opened_at, closed_at }: Ticket): BriefTicket => ({
  id,
  title,
  customer_id,
  assistant_id,
  opened_at,
  closed_at,
})

/** Every ticket of a queue: open ones sorted by age alone, closed ones in the queue's order. */
export async function allTickets(ctx: Context, actor: Actor, queue: QueueKey): Promise<BriefTicket[]> {
  const all: BriefTicket[] = []
  let after: Cursor | undefined
  for (;;) {
    const { rows, next } = await listQueue(ctx, actor, queue, piece, after)
    after = rows.at(-1)?.position
    all.push(...rows.map(brief))
    if (!next) return queue.endsWith('closed') ? all : all.sort((a, b) => a.opened_at - b.opened_at || a.id - b.id)
    await breathe()
  }
}

/** Texts are long: all of a ticket at once could be more than the process has room for. */
const few = 50

/** Every message of a ticket, newest first, a few at a time. */
export async function* allMessages(ctx: Context, actor: Actor, ticketId: number): AsyncGenerator<Message[]> {
  let before: number | undefined
  for (;;) {
    const { messages, more } = await readConversation(ctx, actor, ticketId, { limit: few, before })
    before = messages[0]?.id
    yield messages.reverse()
    if (!more) return
    await breathe()
  }
}
