import { personOf } from '../accounts/people.ts'
import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import { escapeHtml } from '../escape-html.ts'
import { markdownHtml } from '../markdown.ts'
import { when } from '../when.ts'
import { listEdits, type MessageRow } from './message-queries.ts'
import { permissions } from './policy.ts'
import { type Thread, textOf } from './threads.ts'
import type { Ticket, TicketInFull } from './ticket-row.ts'

const waitingTexts = { staff: 'Waiting for the desk', customer: 'Waiting for the customer', nobody: 'Nothing to do' }
const waitingTextsForCustomer = { staff: 'Waiting for us', customer: 'Waiting for you', nobody: 'Nothing to do' }

const status = (ticket: Ticket) => (ticket.closed_at === null ? 'open' : 'closed')

export function rowModel(ctx: Context, actor: Actor, ticket: Ticket) {
  const now = ctx.clock.now()
  return {
    ...ticket,
    status: status(ticket),
    waiting_text: (actor.is_staff ? waitingTexts : waitingTextsForCustomer)[ticket.waiting_on],
    age: when(ticket.closed_at ?? ticket.opened_at, now),
    escalated: ticket.escalated_at !== null,
  }
}

type Edits = Awaited<ReturnType<typeof listEdits>>

/** Everything the ticket page shows above its reply box. */
export async function ticketModel(ctx: Context, actor: Actor, ticket: TicketInFull, thread: Thread) {
  const edits = ticket.is_edited ? await listEdits(ctx, ticket.id) : []
  const now = ctx.clock.now()
  const titles = edits.filter((edit) => edit.message_id === null)
  const firstUnread = thread.messages.find(
    (message) => message.id > ticket.read_message_id && message.author_id !== actor.id,
  )
  const oldest = thread.messages[0]
  return {
    ticket: {
      ...rowModel(ctx, actor, ticket),
      opened_at: when(ticket.opened_at, now),
      closed_at: ticket.closed_at === null ? null : when(ticket.closed_at, now),
      seen_assistant_id: ticket.assistant ? String(ticket.assistant.id) : '',
      title_history: titles.map(({ before, edited_at }) => ({
        before,
        edited_at: when(edited_at, now),
        by: ticket.customer,
      })),
      can: permissions(actor, ticket),
    },
    messages: thread.messages.map((message) => ({
      ...messageModel(actor, message, now),
      history: historyOf(message, edits, now),
      first_unread: message === firstUnread && ticket.read_message_id > 0,
    })),
    older: thread.more && oldest ? `/tickets/${ticket.id}?before=${oldest.id}` : null,
  }
}

function messageModel(actor: Actor, message: MessageRow, now: number) {
  return {
    id: message.id,
    kind: message.kind,
    side: message.kind === 'message' ? (message.from_staff ? 'staff' : 'customer') : message.kind,
    author: personOf({ ...message, id: message.author_id }),
    mine: message.author_id === actor.id,
    body_html: message.kind === 'system' ? escapeHtml(textOf(message)) : markdownHtml(message.body),
    sent_at: when(message.sent_at, now),
    edited_at: message.edited_at === null ? null : when(message.edited_at, now),
  }
}

const historyOf = (message: MessageRow, edits: Edits, now: number) =>
  message.edited_at === null
    ? []
    : edits
        .filter((edit) => edit.message_id === message.id)
        .map(({ before, edited_at }) => ({ before_html: markdownHtml(before), edited_at: when(edited_at, now) }))
