import type { Context } from '#context'
import { escapeHtml } from '#lib/escape-html.ts'
import { formatTime } from '#lib/format-time.ts'
import { messageHtml } from '#lib/message-text.ts'
import { pausesEvery } from '#lib/pauses.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { personOf } from '#platform/identity/people.ts'
import { mailPromises } from '#platform/mail/promises.ts'
import type { listEdits } from './message-queries.ts'
import { listOtherTickets } from './other-ticket-queries.ts'
import { permissions } from './policy.ts'
import type { Message, Thread } from './threads.ts'
import type { Ticket, TicketInFull } from './ticket-row.ts'

const waitingTexts = { staff: 'Waiting for staff', customer: 'Waiting for the customer', nobody: 'Nothing to do' }
const waitingTextsForCustomer = { staff: 'Waiting for us', customer: 'Waiting for you', nobody: 'Nothing to do' }

const status = (ticket: Ticket) => (ticket.closed_at === null ? 'open' : 'closed')

/** @param waits_since in lists of those who wait: since when, instead of the ticket's age */
export function rowModel(ctx: Context, actor: Actor, ticket: Ticket, waits_since: number | null = null) {
  const now = ctx.clock.now()
  return {
    ...ticket,
    status: status(ticket),
    waiting_text: (actor.is_staff ? waitingTexts : waitingTextsForCustomer)[ticket.waiting_on],
    age: formatTime(waits_since ?? ticket.closed_at ?? ticket.opened_at, now),
    waits: waits_since !== null,
    escalated: ticket.escalated_at !== null,
  }
}

/** Milliseconds for which rendering texts may hold up everything else. */
const turn = 10

/** Everything the ticket page shows above its reply box. */
export async function ticketModel(ctx: Context, actor: Actor, ticket: TicketInFull, thread: Thread) {
  const now = ctx.clock.now()
  const can = permissions(actor, ticket)
  const firstUnread = thread.messages.find(
    (message) => message.id > ticket.read_message_id && message.author_id !== actor.id,
  )
  const oldest = thread.messages[0]
  return {
    ticket: {
      ...rowModel(ctx, actor, ticket),
      opened_at: formatTime(ticket.opened_at, now),
      closed_at: ticket.closed_at === null ? null : formatTime(ticket.closed_at, now),
      expected_assistant_id: ticket.assistant ? String(ticket.assistant.id) : '',
      unreached: can.work ? mailPromises(ctx).unreached(ticket.mailbox) : null,
      can,
    },
    others: can.work ? await otherTickets(ctx, ticket) : null,
    messages: (await messageModels(actor, thread.messages, now)).map((message) => ({
      ...message,
      first_unread: message.id === firstUnread?.id && ticket.read_message_id > 0,
    })),
    older: thread.more && oldest ? `/tickets/${ticket.id}?before=${oldest.id}` : null,
  }
}

const shownOthers = 5

/** The customer's other tickets, as far as there is room for them. */
async function otherTickets(ctx: Context, ticket: TicketInFull) {
  const rows = await listOtherTickets(ctx, ticket, shownOthers + 1)
  const now = ctx.clock.now()
  return {
    more: rows.length > shownOthers,
    rows: rows.slice(0, shownOthers).map(({ id, title, opened_at, closed_at, waiting_on }) => ({
      id,
      title,
      state: closed_at === null ? waitingTexts[waiting_on] : 'Closed',
      opened_at: formatTime(opened_at, now),
    })),
  }
}

function messageModel(actor: Actor, message: Message, now: number) {
  return {
    id: message.id,
    kind: message.kind,
    side: message.kind === 'message' ? (message.from_staff ? 'staff' : 'customer') : message.kind,
    author: personOf({ ...message, id: message.author_id }),
    mine: message.author_id === actor.id,
    body_html: message.kind === 'system' ? escapeHtml(message.text) : messageHtml(message.body, '/tickets/'),
    sent_at: formatTime(message.sent_at, now),
    edited_at: message.edited_at === null ? null : formatTime(message.edited_at, now),
  }
}

async function messageModels(actor: Actor, messages: Message[], now: number) {
  const pause = pausesEvery(turn)
  const models = []
  for (const message of messages) {
    models.push(messageModel(actor, message, now))
    await pause()
  }
  return models
}

/** What title and first message said before. */
export async function versionModels(ctx: Context, edits: Awaited<ReturnType<typeof listEdits>>) {
  const now = ctx.clock.now()
  const pause = pausesEvery(turn)
  const models = []
  for (const { id, message_id, before, edited_at } of edits) {
    const isTitle = message_id === null
    models.push({
      id,
      title: isTitle ? before : null,
      before_html: isTitle ? '' : messageHtml(before, '/tickets/'),
      until: formatTime(edited_at, now),
    })
    await pause()
  }
  return models
}
