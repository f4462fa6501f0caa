import type { Context } from '#context'
import { conflict } from '#errors'
import { record } from '#platform/activity/record.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { type AddressedFact, ticketClaimed, ticketClosed, ticketReopened, ticketTakenOver } from './activity.ts'
import { updateTicket } from './change-queries.ts'
import { takeMarkOff } from './escalation-marks.ts'
import { hasUnseenWords } from './message-queries.ts'
import { lockRoom } from './opening.ts'
import { refuseParticipant } from './own-tickets.ts'
import type { LockedTicket } from './queries.ts'
import { lockColleague } from './recipient-queries.ts'
import { settleQueue, staffWithout } from './recipients.ts'
import { dropFormerStaff } from './releases.ts'
import { actsAsStaff, customersOf, isCustomerOf, isRequesterOf } from './visibility.ts'

export interface ChangeOptions {
  /** Record it even if nothing changes, as the classic contract does. */
  evenIfUnchanged?: boolean
  /** Let staff claim a ticket that they opened themselves as a customer, as the classic contract does. */
  evenIfOwn?: boolean
  /** Refuse if there are messages that the author has not seen: the pages use this, and then show them. */
  ifAllRead?: boolean
}

/**
 * Verbs on a ticket that is locked already: each writes the ticket's row once, after the facts, so that the row has the
 * newest message's id.
 *
 * @returns the System line, or the last message if nothing was recorded
 */
export async function closeLocked(
  ctx: Context,
  actor: Actor,
  ticket: LockedTicket,
  { evenIfUnchanged = false, ifAllRead = false }: ChangeOptions = {},
): Promise<number> {
  refuseParticipant(actor, ticket)
  if (ifAllRead) await refuseUnseen(ctx, actor, ticket)
  const unchanged = ticket.closed_at !== null
  if (unchanged && !evenIfUnchanged) return ticket.last_message_id
  const now = ctx.clock.now()
  const line = await record(ctx, ticketClosed, { actor_id: actor.id, ticket, unchanged }, now)
  const mark = await takeMarkOff(ctx, actor, ticket, now)
  if (ticket.assistant_id === null) await settleQueue(ctx, ticket)
  await updateTicket(ctx, ticket.id, { closed_at: now, ...mark, ...newest(line, now) })
  return line as number
}

/** @throws conflict for staff, if a customer has written since they last looked at the ticket */
export async function refuseUnseen(ctx: Context, actor: Actor, ticket: LockedTicket): Promise<void> {
  if (!actsAsStaff(actor, ticket) || ticket.closed_at !== null || !(await hasUnseenWords(ctx, actor.id, ticket.id)))
    return
  throw conflict('written_meanwhile', 'The customer has written in the meantime: read it before you close the ticket.')
}

/** For the ticket's customer reopening counts against the limit of open tickets; staff may always reopen. */
export async function reopenLocked(
  ctx: Context,
  actor: Actor,
  ticket: LockedTicket,
  { evenIfUnchanged = false }: ChangeOptions = {},
): Promise<number> {
  refuseParticipant(actor, ticket)
  const now = ctx.clock.now()
  if (ticket.closed_at === null) {
    if (!evenIfUnchanged) return ticket.last_message_id
    const line = await record(ctx, ticketReopened, { actor_id: actor.id, ticket, unchanged: true }, now)
    await updateTicket(ctx, ticket.id, newest(line, now))
    return line as number
  }
  const { change, line } = await recordReopening(ctx, actor, ticket, now, staffWithout(customersOf(ticket)))
  await updateTicket(ctx, ticket.id, { ...change, ...newest(line, now) })
  return line
}

/**
 * @param queue who is notified if nobody has the ticket; left out if a message notifies everybody
 * @returns what remains to be written into the ticket's row, and the System line
 */
export async function recordReopening(
  ctx: Context,
  actor: Actor,
  ticket: LockedTicket,
  now: number,
  queue?: AddressedFact['to'],
) {
  const byCustomer = isCustomerOf(actor, ticket)
  if (byCustomer) await lockRoom(ctx, ticket.customer_id, { own: isRequesterOf(actor, ticket) })
  const isHeld = ticket.assistant_id !== null && (await lockColleague(ctx, ticket.assistant_id)) !== undefined
  const to = queue && (byCustomer && !isHeld ? queue : [])
  const fact = { actor_id: actor.id, ticket, ...(to && { to }) }
  const line = (await record(ctx, ticketReopened, fact, now)) as number
  const released = isHeld ? null : await dropFormerStaff(ctx, actor, ticket, now)
  return {
    change: { ...reopened(actor, ticket, now), ...(released && { assistant_id: null }) },
    line: released ?? line,
  }
}

/** A customer who reopens a ticket expects a reply. Waiting times start again: nobody waited while it was closed. */
const reopened = (actor: Actor, ticket: LockedTicket, now: number) => ({
  closed_at: null,
  open_since: now,
  waits_since: now,
  staff_replied_at: now,
  waiting_on: isCustomerOf(actor, ticket) ? ('staff' as const) : ticket.waiting_on,
})

/** @returns the System line */
export async function recordClaim(ctx: Context, actor: Actor, ticket: LockedTicket): Promise<number> {
  const now = ctx.clock.now()
  const fact = { actor_id: actor.id, ticket }
  const reopens = ticket.closed_at !== null
  let line = reopens ? await record(ctx, ticketReopened, { ...fact, to: [] }, now) : null
  const claim = ticket.assistant_id === null || ticket.assistant_id === actor.id ? ticketClaimed : ticketTakenOver
  if (ticket.assistant_id !== actor.id || !reopens) line = await record(ctx, claim, fact, now)
  if (ticket.assistant_id === null) await settleQueue(ctx, ticket)
  const reopening = reopens ? reopened(actor, ticket, now) : {}
  await updateTicket(ctx, ticket.id, { assistant_id: actor.id, ...reopening, ...newest(line, now) })
  return line as number
}

export const newest = (message_id: number | null, at: number) =>
  message_id === null ? {} : { last_message_id: message_id, last_message_at: at }
