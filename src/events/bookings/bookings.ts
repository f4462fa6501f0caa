import type { Context } from '#context'
import { conflict, DomainError, notFound } from '#errors'
import type { TypeRow } from '#events/events/composition-queries.ts'
import { findEvent, getEventForUpdate, questionsOf, typesOf } from '#events/events/events.ts'
import { acceptInvitation } from '#events/events/invitation-answers.ts'
import { offerFreePlaces } from '#events/events/offers.ts'
import { type Places, refuseTooMany, takePlaces } from '#events/events/places.ts'
import { mayManage } from '#events/events/policy.ts'
import type { EventRow } from '#events/events/queries.ts'
import { refuseCancelled, refuseHost, refuseOthers, refuseStarted, refuseUninvited } from '#events/events/refusals.ts'
import { endWaiting } from '#events/events/waiting-entries.ts'
import { issuePasses } from '#events/passes/issuing.ts'
import { hour } from '#lib/durations.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { requestHash } from '#platform/http/idempotency.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { bookingPaid, placesBooked } from './activity.ts'
import { type Answer, answerTaken, checkAnswers } from './answers.ts'
import { type BookedPlace, placesOfBookings } from './lists.ts'
import { readPurchaseToken, refuseExpired, usedToken } from './purchase-tokens.ts'
import {
  type Booking,
  findBooking,
  findGiven,
  findPurchaseContext,
  insertAnswers,
  insertBooking,
  insertPlaces,
  setPaid,
} from './queries.ts'
import type { BookingInput, PlaceInput } from './schemas.ts'

const booking: Limit = { name: 'book-places', most: 60, window: hour }

interface Booked {
  booking: Booking
  places: BookedPlace[]
}

/**
 * Books places once for each purchase token: a repeated request gets the same booking.
 *
 * @throws not-found for an event that may not be seen; forbidden for people who are not invited; invalid for the token,
 *   a type or an answer; conflict for one's own event, one that is cancelled, started or sold out, and for more places
 *   than a person may have
 */
export async function bookPlaces(ctx: Context, actor: Actor, eventId: number, input: BookingInput): Promise<Booked> {
  await consume(ctx, booking, actor.id)
  return withTransaction(ctx, async (ctx) => {
    const event = await getEventForUpdate(ctx, actor, eventId)
    const purchase = readPurchaseToken(ctx, input.purchase_token, actor.id, eventId)
    const hash = requestHash(eventId, input.places)
    const owner = { event_id: eventId, account_id: actor.id, purchase_id: purchase.id }
    const found = await findPurchaseContext(ctx, owner)
    if (found.booking_id !== null) return repeated(ctx, found.booking_id, hash)
    refuseExpired(ctx, purchase)
    refuseUnbookable(ctx, actor, event)
    refuseUninvited(actor, event, Boolean(found.is_invited || found.is_waiting))
    const types = found.has_types ? await typesOf(ctx, eventId) : []
    const places = countPlaces(types, input.places)
    const answers = checkAnswers(found.has_questions ? await questionsOf(ctx, eventId) : [], input.places)
    await refuseTooMany(ctx, actor.id, event, input.places.length)
    const waited = found.is_waiting && (await endWaiting(ctx, eventId, actor.id))
    await takePlaces(ctx, event, places)
    const booked = await storeBooking(ctx, { ...owner, request_hash: hash }, input.places, types, answers)
    const { id } = booked.booking
    const passes = await issuePasses(ctx, { event_id: eventId, holder_id: actor.id }, numbered(types, booked.places))
    if (found.is_invited) await acceptInvitation(ctx, eventId, actor.id)
    const { length } = input.places
    const fact = { actor_id: actor.id, event, account_id: actor.id, booking_id: id, places: length, passes }
    await record(ctx, placesBooked, fact)
    if (waited) await offerFreePlaces(ctx, eventId)
    return booked
  })
}

async function repeated(ctx: Context, id: number, hash: string): Promise<Booked> {
  const booking = await findBooking(ctx, id)
  if (booking?.request_hash !== hash) throw usedToken()
  return { booking, places: (await placesOfBookings(ctx, [id])).get(id) ?? [] }
}

function refuseUnbookable(ctx: Context, actor: Actor, event: EventRow): void {
  refuseHost(actor, event)
  refuseCancelled(event)
  refuseStarted(ctx, event)
}

/** @throws invalid for an unknown type, or for no type if the event has types */
function countPlaces(types: TypeRow[], places: PlaceInput[]): Places {
  const counts = new Map<number | null, number>()
  for (const [n, { type_id }] of places.entries()) {
    if (type_id === null ? types.length > 0 : !types.some(({ id }) => id === type_id)) {
      const sentence = type_id === null ? 'Choose a ticket type.' : 'This event has no such ticket type.'
      const fields = ['type_id', `places.${n}.type_id`].map((field) => ({ field, message: sentence }))
      throw new DomainError('invalid', 'unknown_type', sentence, { fields })
    }
    counts.set(type_id, (counts.get(type_id) ?? 0) + 1)
  }
  return counts
}

/** The places with the numbers of their types. */
const numbered = (types: TypeRow[], places: BookedPlace[]) =>
  places.map(({ id, type_id }) => ({ id, type_number: types.find((type) => type.id === type_id)?.number ?? 0 }))

async function storeBooking(
  ctx: Context,
  booked: Pick<Booking, 'event_id' | 'account_id' | 'purchase_id' | 'request_hash'>,
  places: PlaceInput[],
  types: TypeRow[],
  answers: Answer[],
): Promise<Booked> {
  await refuseGiven(ctx, answers)
  const booking = await insertBooking(ctx, { ...booked, places: places.length, booked_at: ctx.clock.now() })
  const ids = await insertPlaces(
    ctx,
    booking.id,
    places.map(({ type_id }) => type_id),
  )
  await insertAnswers(
    ctx,
    answers.map(({ position, ...answer }) => ({ ...answer, place_id: ids[position] as number })),
  )
  const stored = places.map(({ type_id }, n) => ({
    ...{ id: ids[n] as number, type_id, type_name: types.find(({ id }) => id === type_id)?.name ?? null },
    ...{ holder: null, used_at: null },
    answers: new Map(answers.filter(({ position }) => position === n).map((one) => [one.question_id, one.answer])),
  }))
  return { booking, places: stored }
}

/** @throws invalid for an answer that must be unique and was given already */
async function refuseGiven(ctx: Context, answers: Answer[]): Promise<void> {
  const once = answers.filter((one): one is Answer & { unique_answer: string } => one.unique_answer !== null)
  const keyOf = (one: { question_id: number; unique_answer: string | null }) =>
    `${one.question_id} ${one.unique_answer}`
  const keys = once.map(keyOf)
  const given = new Set((await findGiven(ctx, once)).map(keyOf))
  const taken = once.find((one, n) => given.has(keyOf(one)) || keys.indexOf(keyOf(one)) < n)
  if (taken) throw answerTaken(taken)
}

/** @throws not-found for a booking that is neither one's own nor of an event that one manages */
export async function getBooking(ctx: Context, actor: Actor, id: number): Promise<Booking> {
  const found = await findBooking(ctx, id)
  if (!found) throw notFound('booking')
  if (found.account_id === actor.id) return found
  const event = await findEvent(ctx, actor, found.event_id)
  if (!event || !mayManage(actor, event)) throw notFound('booking')
  return found
}

/** @throws forbidden for people who do not manage the event; conflict for a cancelled booking */
export function markPaid(ctx: Context, actor: Actor, id: number, paid: boolean): Promise<Booking> {
  return withTransaction(ctx, async (ctx) => {
    const { event_id } = await getBooking(ctx, actor, id)
    const event = await getEventForUpdate(ctx, actor, event_id)
    refuseOthers(actor, event)
    // Read behind the event's lock: a colleague may have marked it meanwhile.
    const found = await getBooking(ctx, actor, id)
    if (found.cancelled_at === null && (found.paid_at !== null) === paid) return found
    const now = ctx.clock.now()
    if (!(await setPaid(ctx, id, paid ? now : null))) throw conflict('booking_cancelled', 'This booking is cancelled.')
    const { account_id, places } = found
    await record(ctx, bookingPaid, { actor_id: actor.id, event, account_id, booking_id: id, places, paid }, now)
    return { ...found, paid_at: paid ? now : null }
  })
}
