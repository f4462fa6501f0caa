import type { Context } from '#context'
import { conflict } from '#errors'
import { record } from '#platform/activity/record.ts'
import type { WaitingOn } from '#platform/db/schema.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { consumeWriting } from '#platform/limits/writing-limit.ts'
import { readNotificationsAbout } from '#platform/notifications/inbox.ts'
import { ticketClaimed } from './activity.ts'
import { updateWritten } from './change-queries.ts'
import { type ChangeOptions, newest, recordReopening } from './changes.ts'
import { lockAtDesk, refuseClaim } from './claims.ts'
import { commandIn } from './commands.ts'
import { answerEndsEscalation, takeMarkOff } from './escalation-marks.ts'
import { messageWritten } from './message-activity.ts'
import { insertMessage } from './message-queries.ts'
import type { LockedTicket } from './queries.ts'
import { setTicketRead } from './read-mark-queries.ts'
import { queueOf, settleQueue, staffOf } from './recipients.ts'
import { indexNewMessage } from './search-documents.ts'
import { getTicketForUpdate } from './tickets.ts'
import { actsAsStaff, customersOf } from './visibility.ts'

export interface WrittenMessage {
  ticket_id: number
  message_id: number
  /** The command that was executed instead of storing a message. */
  command: string | null
  /** Who has the ticket afterwards; left out for a command. */
  assistant_id?: number | null
}

interface Claim {
  assistant_id?: number
}

interface WritingOptions extends ChangeOptions {
  /** Also claim the ticket if nobody has; only for staff, and not for their own tickets. */
  claim?: boolean
}

/** Writes a message, or executes a command. A message to a closed ticket reopens it. */
export async function writeMessage(
  ctx: Context,
  actor: Actor,
  ticket_id: number,
  body: string,
  options: WritingOptions = {},
): Promise<WrittenMessage> {
  return withTransaction(ctx, async (ctx) => {
    const ticket = await getTicketForUpdate(ctx, actor, ticket_id)
    const command = commandIn(actor, ticket, body, options)
    if (command) {
      const message_id = await command.run(ctx, actor, ticket, options)
      return { ticket_id, message_id, command: command.name }
    }

    // Otherwise the customer would get two answers.
    if (options.ifAllRead && ticket.has_unseen_answer && actsAsStaff(actor, ticket)) throw answeredMeanwhile()
    await consumeWriting(ctx, actor)
    return store(ctx, actor, ticket, body, options.claim ?? false)
  })
}

async function store(
  ctx: Context,
  actor: Actor,
  ticket: LockedTicket,
  body: string,
  withClaim: boolean,
): Promise<WrittenMessage> {
  const ticket_id = ticket.id
  const now = ctx.clock.now()
  const reopening = ticket.closed_at === null ? null : await recordReopening(ctx, actor, ticket, now)
  const opened = { ...ticket, ...reopening?.change }
  const claim: Claim = withClaim ? await claimWithAnswer(ctx, actor, opened, now) : {}
  const fromStaff = actsAsStaff(actor, ticket)
  if (fromStaff && opened.assistant_id === null && opened.waiting_on === 'staff') await settleQueue(ctx, ticket)
  const message = { kind: 'message', from_staff: fromStaff ? 1 : 0, body, sent_at: now } as const
  const message_id = await insertMessage(ctx, { ...message, ticket_id, author_id: actor.id })
  await indexNewMessage(ctx, ticket, { ...message, id: message_id })
  const writers = await updateWritten(ctx, ticket_id, {
    ...reopening?.change,
    ...claim,
    ...waitingFor(opened, fromStaff ? 'customer' : 'staff', now),
    ...(fromStaff && (await answeredBy(ctx, actor, ticket, now))),
    ...newest(message_id, now),
  })
  await setTicketRead(ctx, actor.id, ticket_id, message_id)
  if (ticket.has_notifications) await readNotificationsAbout(ctx, actor, { subject: { type: 'ticket', id: ticket_id } })
  const staff = staffOf(ticket, writers)
  const to = [...customersOf(ticket), ...staff]
  const to_queue = fromStaff ? [] : await queueOf(ctx, opened, staff)
  await record(ctx, messageWritten, { actor_id: actor.id, ticket, message_id, to, to_queue }, now)
  return { ticket_id, message_id, command: null, assistant_id: claim.assistant_id ?? opened.assistant_id }
}

/** @returns the changes of the ticket's row by an answer of staff */
const answeredBy = async (ctx: Context, actor: Actor, ticket: LockedTicket, now: number) => ({
  staff_replied_at: now,
  first_answered_at: ticket.first_answered_at ?? now,
  ...(answerEndsEscalation(ctx) && (await takeMarkOff(ctx, actor, ticket, now))),
})

const answeredMeanwhile = () =>
  conflict('answered_meanwhile', 'A colleague has answered in the meantime: read it before you send yours.')

/** The waiting time is not reset by further messages of the other side. */
const waitingFor = (ticket: LockedTicket, waiting_on: WaitingOn, now: number) =>
  ticket.waiting_on === waiting_on ? {} : { waiting_on, waits_since: now }

/** @returns what remains to be written into the ticket's row */
async function claimWithAnswer(ctx: Context, actor: Actor, ticket: LockedTicket, now: number): Promise<Claim> {
  refuseClaim(actor, ticket)
  if (ticket.assistant_id !== null) return {}
  await lockAtDesk(ctx, actor)
  await record(ctx, ticketClaimed, { actor_id: actor.id, ticket }, now)
  return { assistant_id: actor.id }
}
