import type { Context, Features } from '#context'
import { openTicketFor, whyNoTicketOf } from '#desk/tickets/outreach.ts'
import { openTicket } from '#desk/tickets/tickets.ts'
import { conflict, notFound } from '#errors'
import { getBooking } from '#events/bookings/bookings.ts'
import { getEvent } from '#events/events/events.ts'
import { hostOf } from '#events/events/json.ts'
import { whenModel } from '#events/events/models.ts'
import { contactRefusal } from '#events/events/policy.ts'
import type { HostedEvent } from '#events/events/queries.ts'
import { refuseOthers } from '#events/events/refusals.ts'
import { getRecipient } from '#people/conversations/conversations.ts'
import { writeTo } from '#people/conversations/messages.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { findAccount } from '#platform/identity/account-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { type Person, personOf } from '#platform/identity/people.ts'
import { comesToHost, hostsForViewer, insertTicketEvent } from './queries.ts'

/** Where a message was sent: a ticket at the desk, or a conversation. */
export interface Contacted {
  ticket_id: number | null
  conversation_id: number | null
}

/** The maximum length of a ticket's title. */
const longestTitle = 64

/** "About: Salsa for two, Fri 4 Dec" */
export function titleAbout(ctx: Context, event: Pick<HostedEvent, 'title' | 'starts_at' | 'ends_at'>): string {
  const day = whenModel(ctx, event).day.replace(/ \d{4}$/, '')
  const room = longestTitle - `About: , ${day}`.length
  const letters = [...event.title]
  const title =
    letters.length > room
      ? `${letters
          .slice(0, room - 1)
          .join('')
          .trimEnd()}…`
      : event.title
  return `About: ${title}, ${day}`
}

/** @throws conflict if the host cannot be written to; checked before the form is shown */
export async function getContactableHost(ctx: Context, actor: Actor, eventId: number) {
  const event = await getEvent(ctx, actor, eventId)
  const host = hostOf(event)
  const refusal = contactRefusal(ctx, actor, host)
  if (refusal) throw refusal
  return { event, host }
}

/**
 * Writes to an event's host: in a conversation, or in a ticket about the event if staff host it.
 *
 * @throws conflict for one's own event, for staff, who see each other's tickets, and if customers cannot write to
 *   each other
 */
export async function contactHost(ctx: Context, actor: Actor, eventId: number, message: string): Promise<Contacted> {
  const { event, host } = await getContactableHost(ctx, actor, eventId)
  return writeAbout(ctx, actor, event, host, message)
}

/**
 * Writes to a person who has booked: between staff and customers in a ticket about the event, otherwise in a
 * conversation.
 *
 * @throws forbidden for everybody but the host and staff
 */
export async function contactAttendee(
  ctx: Context,
  actor: Actor,
  bookingId: number,
  message: string,
): Promise<Contacted> {
  const { event, person } = await getContactableAttendee(ctx, actor, bookingId)
  return writeAbout(ctx, actor, event, person, message)
}

/** @throws forbidden, not-found, conflict if the person cannot be written to; checked before the form is shown */
export async function getContactableAttendee(ctx: Context, actor: Actor, bookingId: number) {
  const { account_id, event_id } = await getBooking(ctx, actor, bookingId)
  const event = await getEvent(ctx, actor, event_id)
  refuseOthers(actor, event)
  const account = await findAccount(ctx, account_id)
  if (!account || account.deleted_at !== null) throw notFound('person')
  if (account_id === actor.id) throw conflict('own_booking', 'This is your own booking.')
  const person = personOf(account)
  const refusal = contactRefusal(ctx, actor, person)
  if (refusal) throw refusal
  return { event, person }
}

/** To and from staff; customers write to each other in a conversation. */
export const isByTicket = (actor: Actor, to: Person) => to.is_staff || actor.is_staff

/** Writes to somebody who can be contacted about an event. */
export function writeAbout(
  ctx: Context,
  actor: Actor,
  event: HostedEvent,
  to: Person,
  message: string,
): Promise<Contacted> {
  if (!isByTicket(actor, to)) return inConversation(ctx, actor, to, message)
  return aboutEvent(ctx, event, (ctx, title) =>
    actor.is_staff ? openFor(ctx, actor, to, { title, message }) : openTicket(ctx, actor, { title, message }),
  )
}

/** The same as when staff open a ticket for somebody by name. */
async function openFor(ctx: Context, actor: Actor, { id }: Person, ticket: { title: string; message: string }) {
  const reason = await whyNoTicketOf(ctx, id)
  if (reason) throw conflict('not_reached', reason)
  return openTicketFor(ctx, actor, id, ticket)
}

async function inConversation(ctx: Context, actor: Actor, to: Person, message: string): Promise<Contacted> {
  // Nobody typed a name here, so an error of the field `username` would make no sense.
  if (!(await getRecipient(ctx, actor, to.username)))
    throw conflict('not_reached', `${to.display_name} cannot be written to right now.`)
  const { conversation_id } = await writeTo(ctx, actor, to.username, message)
  return { ticket_id: null, conversation_id }
}

function aboutEvent(
  ctx: Context,
  event: HostedEvent,
  open: (ctx: Context, title: string) => Promise<{ ticket_id: number }>,
): Promise<Contacted> {
  return withTransaction(ctx, async (ctx) => {
    const { ticket_id } = await open(ctx, titleAbout(ctx, event))
    await insertTicketEvent(ctx, ticket_id, event.id)
    return { ticket_id, conversation_id: null }
  })
}

/** People may write to hosts of events that they may see, and hosts to attendees of their events, also past ones. */
export const hostsAndGuests: Features['mayWriteTo'] = [
  async (ctx, from, to) => ctx.settings.current.events && hostsForViewer(ctx, to.id, from),
  async (ctx, from, to) => ctx.settings.current.events && comesToHost(ctx, to.id, from.id),
]
