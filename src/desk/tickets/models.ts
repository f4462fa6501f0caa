import type { Context } from '#context'
import { escapeHtml } from '#lib/escape-html.ts'
import { formatTime } from '#lib/format-time.ts'
import { messageHtml } from '#lib/message-text.ts'
import { mapInTurns } from '#lib/turns.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { mailPromises } from '#platform/mail/promises.ts'
import type { listEdits } from './message-queries.ts'
import { listOtherTickets } from './other-ticket-queries.ts'
import { permissions } from './policy.ts'
import { authorOf, type Message, type Thread } from './threads.ts'
import type { Ticket, TicketInFull } from './ticket-row.ts'

const waitingTexts = { staff: 'Waiting for staff', customer: 'Waiting for the customer', nobody: 'Nothing to do' }
const waitingTextsForCustomer = { staff: 'Waiting for us', customer: 'Waiting for you', nobody: 'Nothing to do' }

const status = (ticket: Ticket) => (ticket.closed_at === null ? 'open' : 'closed')

/** Staff see how long somebody has waited, customers how old their ticket is. */
const waitedFrom = (actor: Actor, ticket: Ticket) => (actor.is_staff ? ticket.waits_since : ticket.opened_at)

/** The age of a ticket in a list, and what it means. */
export interface Age {
  since: number
  words: 'waits' | 'no reply for'
}

export const waitingSince = ({ waits_since }: Pick<Ticket, 'waits_since'>): Age => ({
  since: waits_since,
  words: 'waits',
})

/**
 * A ticket as a row of a list; copying the other members too would take longer than all of this.
 *
 * @param age in lists sorted by an age
 */
export function rowModel(ctx: Context, actor: Actor, ticket: Ticket, age: Age | null = null) {
  const { id, title, waiting_on, priority, tags, customer, assistant } = ticket
  const isOpen = ticket.closed_at === null
  const is_turn = isOpen && waiting_on === (actor.is_staff ? 'staff' : 'customer')
  const isOthers = actor.is_staff && assistant !== null && assistant.id !== actor.id
  return {
    id,
    title,
    waiting_on,
    priority,
    tags,
    customer,
    assistant,
    // What a colleague looks after needs no mark.
    unread: ticket.unread && !isOthers,
    /** Whether the ticket waits for whoever reads this. */
    is_turn,
    state_icon: isOpen ? (is_turn ? 'reply' : waiting_on === 'nobody' ? 'circle-dot' : 'hourglass') : 'circle-check',
    status: status(ticket),
    waiting_text: (actor.is_staff ? waitingTexts : waitingTextsForCustomer)[ticket.waiting_on],
    age: formatTime(ctx, age?.since ?? ticket.closed_at ?? waitedFrom(actor, ticket)),
    age_words: age?.words ?? '',
    escalated: ticket.escalated_at !== null,
  }
}

/** The data of the ticket's page above the reply box. */
export async function ticketModel(ctx: Context, actor: Actor, ticket: TicketInFull, thread: Thread) {
  const can = permissions(actor, ticket)
  const firstUnread = thread.messages.find(
    (message) => message.id > ticket.read_message_id && message.author_id !== actor.id,
  )
  const oldest = thread.messages[0]
  return {
    ticket: {
      ...ticket,
      ...rowModel(ctx, actor, ticket),
      opened_at: formatTime(ctx, ticket.opened_at),
      closed_at: ticket.closed_at === null ? null : formatTime(ctx, ticket.closed_at),
      expected_assistant_id: ticket.assistant ? String(ticket.assistant.id) : '',
      unreached: can.work ? mailPromises(ctx).unreached(ticket.mailbox) : null,
      can,
    },
    others: can.work ? await otherTickets(ctx, ticket) : null,
    messages: await mapInTurns(thread.messages, (message) =>
      messageModel(ctx, actor, message, ticket.read_message_id > 0 && message === firstUnread),
    ),
    older: thread.more && oldest ? `/tickets/${ticket.id}?before=${oldest.id}` : null,
  }
}

const shownOthers = 5

/** The customer's other tickets, as many as fit. */
async function otherTickets(ctx: Context, ticket: TicketInFull) {
  const rows = await listOtherTickets(ctx, ticket, shownOthers + 1)
  return {
    more: rows.length > shownOthers,
    rows: rows.slice(0, shownOthers).map(({ id, title, opened_at, closed_at, waiting_on }) => ({
      id,
      title,
      state: closed_at === null ? waitingTexts[waiting_on] : 'Closed',
      opened_at: formatTime(ctx, opened_at),
    })),
  }
}

function messageModel(ctx: Context, actor: Actor, message: Message, first_unread: boolean) {
  return {
    id: message.id,
    kind: message.kind,
    side: message.kind === 'message' ? (message.from_staff ? 'staff' : 'customer') : message.kind,
    author: authorOf(message),
    mine: message.author_id === actor.id,
    body_html: message.kind === 'system' ? escapeHtml(message.text) : messageHtml(message.body, '/tickets/'),
    sent_at: formatTime(ctx, message.sent_at),
    edited_at: message.edited_at === null ? null : formatTime(ctx, message.edited_at),
    first_unread,
  }
}

/** Earlier versions of title and first message. */
export const versionModels = (ctx: Context, edits: Awaited<ReturnType<typeof listEdits>>) =>
  mapInTurns(edits, ({ id, message_id, before, edited_at }) => {
    const isTitle = message_id === null
    return {
      id,
      title: isTitle ? before : null,
      before_html: isTitle ? '' : messageHtml(before, '/tickets/'),
      until: formatTime(ctx, edited_at),
    }
  })
