import type { Context } from '#context'
import { forbidden } from '#errors'
import { getEvent, questionsOf } from '#events/events/events.ts'
import { maySeeNames } from '#events/events/policy.ts'
import { refuseOthers } from '#events/events/refusals.ts'
import { termsOfNames } from '#lib/searched-words.ts'
import { forHeavyReads } from '#platform/db/heavy-reads/for-heavy-reads.ts'
import { type Cursor, pageOf, portionOf, refuseForeignCursor } from '#platform/http/pagination.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { isNamed } from '#platform/identity/named.ts'
import { optionalJoinedPerson, type Person, personOf } from '#platform/identity/people.ts'
import { listAttendees, listNames, sumPayments } from './attendee-queries.ts'
import { listBookingsOf, listOwnAt, listPlaces, listWaitingPeople } from './list-queries.ts'
import { placeLines } from './place-lines.ts'

export type OwnBooking = Awaited<ReturnType<typeof listBookingsOf>>[number]
export type Attendee = Awaited<ReturnType<typeof listAttendees>>[number]
export type WaitingPerson = Awaited<ReturnType<typeof listWaitingPeople>>[number]

export interface BookedPlace {
  id: number
  type_id: number | null
  type_name: string | null
  /** The holder, if the place was handed over. */
  holder: Person | null
  /** When somebody was admitted with its pass. */
  used_at: number | null
  /** By the id of the question. */
  answers: Map<number, string>
}

/** The places of some bookings with their answers, by booking. */
export async function placesOfBookings(ctx: Context, bookingIds: number[]): Promise<Map<number, BookedPlace[]>> {
  const byBooking = Map.groupBy(await listPlaces(ctx, bookingIds), ({ booking_id }) => booking_id)
  return new Map(
    [...byBooking].map(([id, rows]) => [
      id,
      rows.map((place) => ({
        id: place.id,
        type_id: place.type_id,
        type_name: place.type_name,
        holder: holderOf(place),
        used_at: place.used_at,
        answers: new Map(JSON.parse(place.answers) as [number, string][]),
      })),
    ]),
  )
}

const holderOf = optionalJoinedPerson('holder')

interface Portion {
  past: boolean
  limit: number
  cursor?: Cursor | undefined
}

/** For the person's own page, or for staff. */
export async function bookingsOf(ctx: Context, viewer: Actor, accountId: number, { past, limit, cursor }: Portion) {
  refuseForeignCursor(cursor)
  const rows = await listBookingsOf(ctx, viewer, accountId, past, { limit: limit + 1, after: cursor })
  return pageOf(rows, limit, ({ starts_at, id }) => [starts_at, id])
}

/** With the answers, so that somebody who booked for two children sees the names they gave, and with what they cost. */
export async function ownBookingsAt(ctx: Context, actor: Actor, event: { id: number; price_cents: number | null }) {
  const byBooking = Map.groupBy(await listOwnAt(ctx, event.id, actor.id), ({ id }) => id)
  const priceOf = ({ type_price_cents }: OwnRow) => type_price_cents ?? event.price_cents ?? 0
  return [...byBooking].map(([id, rows]) => {
    const [{ places, paid_at }] = rows as [OwnRow, ...OwnRow[]]
    const byPlace = Map.groupBy(rows, ({ place_id }) => place_id)
    const lines = placeLines([...byPlace.values()].map(placeOf))
    const cents = [...byPlace.values()].reduce((sum, [row]) => sum + priceOf(row as OwnRow), 0)
    // The line "place" without details adds nothing.
    return { id, places, is_paid: paid_at !== null, cents, lines: lines.filter(({ text }) => text !== 'Place') }
  })
}

type OwnRow = Awaited<ReturnType<typeof listOwnAt>>[number]

const placeOf = (rows: OwnRow[]) => ({
  ...(rows[0] as OwnRow),
  answers: rows.flatMap(({ label, answer }) => (label === null || answer === null ? [] : { label, answer })),
})

/** The names of attendees, for viewers who may see them. */
export async function namesAt(ctx: Context, eventId: number, limit: number, after = 0) {
  const rows = await listNames(ctx, eventId, limit + 1, after)
  const shown = rows.slice(0, limit)
  return { people: shown.map(personOf), next: rows.length > limit ? (shown.at(-1)?.pass_id ?? null) : null }
}

/** @throws forbidden for people who may see the event, but not the names */
export async function readNames(ctx: Context, actor: Actor, eventId: number, limit: number, after?: number) {
  if (!maySeeNames(actor, await getEvent(ctx, actor, eventId)))
    throw forbidden(
      'attendees_hidden',
      'Only the host and staff see who is coming, and attendees if the host allows it.',
    )
  return namesAt(ctx, eventId, limit, after)
}

interface Filter {
  limit: number
  after?: number | undefined
  /** A name. */
  q?: string | undefined
}

/**
 * The attendees of an event with their answers; by name those who booked, or to whom a place was handed.
 *
 * @throws forbidden for everybody but the host and staff
 */
export async function readAttendees(outer: Context, actor: Actor, eventId: number, { limit, after, q }: Filter) {
  const event = await getEvent(outer, actor, eventId)
  refuseOthers(actor, event)
  const questions = await questionsOf(outer, eventId)
  const terms = q === undefined ? [] : termsOfNames(q)
  const isNobody = q !== undefined && terms.length === 0
  const ctx = terms.length > 0 ? forHeavyReads(outer, actor) : outer
  const found = isNobody ? [] : await listAttendees(ctx, eventId, limit + 1, { after, terms })
  const { rows, next } = portionOf(found, limit)
  const places = await placesOfBookings(
    ctx,
    rows.map(({ id }) => id),
  )
  const holdersOf = ({ id }: Attendee) => (places.get(id) ?? []).flatMap(({ holder }) => holder ?? [])
  const named = (row: Attendee) => [row, ...holdersOf(row)].some((person) => isNamed(person, terms))
  return { event, questions, rows: terms.length > 0 ? rows.filter(named) : rows, places, next }
}

/** What is paid and what is not, in places and cents. Only called after `readAttendees`, which checks the rights. */
export async function readPayments(ctx: Context, actor: Actor, eventId: number) {
  const sums = await sumPayments(forHeavyReads(ctx, actor), eventId)
  const of = (is_paid: number) => {
    const found = sums.find((sum) => Number(sum.is_paid) === is_paid)
    return { places: Number(found?.places ?? 0), cents: Number(found?.cents ?? 0) }
  }
  return { paid: of(1), unpaid: of(0) }
}

/** Only called after `readAttendees`, which checks the rights. */
export const readWaiting = async (ctx: Context, eventId: number, limit: number, after = 0) =>
  portionOf(await listWaitingPeople(ctx, eventId, limit + 1, after), limit)
