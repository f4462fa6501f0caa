import type { Context } from '#context'
import { counted } from '#lib/counted.ts'
import { day, minute } from '#lib/durations.ts'
import { timeInMail } from '#lib/format-time.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { readNotificationsOfPage } from '#platform/notifications/inbox.ts'
import type { Described, Pointer, Reader } from '#platform/notifications/subject.ts'
import type { Subject } from '#platform/notifications/subjects.ts'
import { bookedKind, cancelledKind, invitedKind, offeredKind, passKind, reminderKind } from './notification-kinds.ts'
import { listCancelled, listLost, listSubjects, listWaits, losses } from './notification-queries.ts'

/** Events as subjects of notifications; none while events are switched off. */
export const eventsAsSubjects: Subject = {
  type: 'event',
  async describe(ctx, reader, pointers) {
    if (!ctx.settings.current.events) return new Map()
    const events = await listSubjects(ctx, reader, idsOf(pointers))
    const byId = new Map(events.map((event) => [event.id, event]))
    const reasons = await reasonsOf(ctx, reader, pointers)
    const offers = await offersOf(ctx, reader, pointers)
    const seen = pointers.flatMap((pointer) => {
      const { id, kind, subject_id } = pointer
      const event = byId.get(subject_id)
      if (!event) return []
      const more = kind.name === cancelledKind.name ? event.cancel_reason : (reasons.get(id) ?? offers.get(id))
      const href = kind.name === passKind.name ? `/events/${subject_id}/passes` : `/events/${subject_id}`
      const said = { title: event.title, body: paragraphs(whenAndWhere(ctx, event), more) }
      const is_over = isMoot(ctx, pointer, event)
      return [[id, { ...said, href, permalink: href, number: null, is_over }] as const]
    })
    const lost = pointers.filter(({ action, subject_id }) => losses.includes(action) && !byId.has(subject_id))
    return new Map([...seen, ...(await describeLost(ctx, lost, reasons))])
  },
}

const beforeStart = [reminderKind.name, invitedKind.name, offeredKind.name]

/** Whether a notification is no longer true, or too late. */
function isMoot(ctx: Context, { kind, created_at }: Pointer, event: Awaited<ReturnType<typeof listSubjects>>[number]) {
  const { starts_at, cancelled_at, comes } = event
  if (!beforeStart.includes(kind.name)) return false
  if (starts_at <= ctx.clock.now() || cancelled_at !== null) return true
  // The event was moved to another day, or the place given back.
  return kind.name === reminderKind.name && (starts_at - created_at > day || !comes)
}

/** Opening an event's page marks its notifications as read; a confirmation is mailed anyway. */
export function readNotificationsOfEvent(ctx: Context, actor: Actor, id: number): Promise<void> {
  const but = { kind: bookedKind.name, after: ctx.clock.now() - minute }
  return readNotificationsOfPage(ctx, actor, { subject: { type: 'event', id }, but })
}

/** Their sentences do not say how many places. */
const uncounted = ['event_booking_cancelled', 'event_places_given_back', 'event_places_removed']

/** The number of places given back, and for people removed by a host the reason, by notification id. */
async function reasonsOf(ctx: Context, { id: reader }: Reader, pointers: Pointer[]): Promise<Map<number, string>> {
  const cancelled = pointers.flatMap(({ id, action, part_id }) => {
    const counts = uncounted.includes(action ?? '')
    return part_id !== null && (counts || action === 'event_attendee_removed') ? { id, part_id, counts } : []
  })
  if (cancelled.length === 0) return new Map()
  const bookings = await listCancelled(
    ctx,
    cancelled.map(({ part_id }) => part_id),
  )
  const byBooking = new Map(bookings.map((booking) => [booking.id, booking]))
  return new Map(
    cancelled.flatMap(({ id, part_id, counts }): [number, string][] => {
      const booking = byBooking.get(part_id)
      if (!booking) return []
      const reason = booking.account_id === reader && booking.cancel_reason
      return [[id, paragraphs(counts && counted(booking.places, 'place'), reason) ?? '']]
    }),
  )
}

/** The present state of offered places, by notification id: a mail may be read much later. */
async function offersOf(ctx: Context, { id: reader }: Reader, pointers: Pointer[]): Promise<Map<number, string>> {
  const offered = pointers.filter(({ kind }) => kind.name === offeredKind.name)
  if (offered.length === 0) return new Map()
  const waits = new Map((await listWaits(ctx, reader, idsOf(offered))).map((wait) => [wait.event_id, wait]))
  return new Map(
    offered.flatMap(({ id, subject_id }): [number, string][] => {
      const { state = 'taken', offer_ends_at } = waits.get(subject_id) ?? {}
      if (state === 'taken') return []
      const isHeld = state === 'offered' && offer_ends_at && offer_ends_at > ctx.clock.now()
      const until = isHeld && `It is held for you until ${timeInMail(ctx, offer_ends_at)}.`
      return [[id, until || 'It is no longer held for you.']]
    }),
  )
}

/** Somebody who may no longer see an event learns which it was, and nothing of later changes. */
async function describeLost(
  ctx: Context,
  pointers: Pointer[],
  reasons: Map<number, string>,
): Promise<[number, Described][]> {
  if (pointers.length === 0) return []
  const byId = new Map((await listLost(ctx, idsOf(pointers))).map((event) => [event.id, event]))
  const nowhere = { href: '/events', permalink: '/events', number: null }
  return pointers.flatMap(({ id, subject_id, created_at }): [number, Described][] => {
    const event = byId.get(subject_id)
    if (!event) return []
    const isAsKnown = event.changed_at < created_at
    const body = paragraphs(isAsKnown && whenAndWhere(ctx, event), reasons.get(id))
    return [[id, { title: isAsKnown ? event.title : 'An event', body, ...nowhere }]]
  })
}

const idsOf = (pointers: Pointer[]) => [...new Set(pointers.map((one) => one.subject_id))]

/** Weekly events have the same title: the reason alone would not tell which one is meant. */
const paragraphs = (...texts: (string | false | null | undefined)[]) => texts.filter(Boolean).join('\n\n') || null

const whenAndWhere = (ctx: Context, { starts_at, location }: { starts_at: number; location: string }) =>
  [timeInMail(ctx, starts_at), location].filter(Boolean).join(' · ')
