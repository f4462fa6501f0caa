import type { Context } from '#context'
import { conflict } from '#errors'
import { getEventForUpdate } from '#events/events/events.ts'
import { takeBackAcceptance } from '#events/events/invitation-answers.ts'
import { withdrawConfirmation, withdrawUnseen } from '#events/events/notification-withdrawal.ts'
import { returnPlaces, sumOf } from '#events/events/places.ts'
import type { EventRow } from '#events/events/queries.ts'
import { refuseCancelled } from '#events/events/refusals.ts'
import { cancelPasses, refuseAdmitted } from '#events/passes/issuing.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { attendeeRemoved, bookingCancelled, placesGivenBack, placesRemoved } from './activity.ts'
import { getBooking } from './bookings.ts'
import { separatePlaces } from './parts.ts'
import { type Booking, countByType, endBooking, findBooking, freeAnswers } from './queries.ts'

interface Cancellation {
  /** For the owner, if somebody else cancels. */
  reason?: string
  /** Ids of the places to give back; all of the booking by default. */
  places?: number[] | undefined
}

/**
 * Cancels a booking or some of its places, which become free. The person who booked may do so until the event begins, the
 * host and staff at any time. If only some places are given back, they are moved to a new booking, which is cancelled.
 *
 * @returns the booking, with the places that it still has
 * @throws conflict for one that is cancelled already, of which somebody has been admitted, or of one's own at an event that
 *   has begun or is cancelled; invalid for a place that is not the booking's
 */
export function cancelBooking(
  ctx: Context,
  actor: Actor,
  id: number,
  { reason, places }: Cancellation = {},
): Promise<Booking> {
  return withTransaction(ctx, async (ctx) => {
    const { event_id, account_id } = await getBooking(ctx, actor, id)
    const event = await getEventForUpdate(ctx, actor, event_id)
    if (account_id === actor.id) refuseOwn(ctx, event)
    const part = places ? await separatePlaces(ctx, id, places) : id
    const ended = { id: part, account_id, ...(part !== id && { part_of: id }) }
    await refuseAdmitted(ctx, part, part !== id)
    if (!(await cancelLockedBooking(ctx, event, ended, actor.id, reason)))
      throw conflict('booking_cancelled', 'This booking is already cancelled.')
    return (await findBooking(ctx, id)) as Booking
  })
}

function refuseOwn(ctx: Context, event: EventRow): void {
  refuseCancelled(event)
  if (event.starts_at <= ctx.clock.now())
    throw conflict('event_started', 'The event has begun: a place can no longer be cancelled.')
}

/** A booking at an event whose row is locked. @returns false if it was cancelled already */
export async function cancelLockedBooking(
  ctx: Context,
  event: EventRow,
  { id, account_id, part_of }: Pick<Booking, 'id' | 'account_id'> & { part_of?: number },
  actor_id: number,
  reason = '',
): Promise<boolean> {
  const now = ctx.clock.now()
  const byType = await countByType(ctx, id)
  const removed = account_id !== actor_id
  const cancel_reason = (removed && reason.trim()) || null
  if (!(await endBooking(ctx, id, { cancelled_by: actor_id, cancelled_at: now, cancel_reason }))) return false
  await freeAnswers(ctx, id)
  const holders = await cancelPasses(ctx, event, { id, account_id }, actor_id, now)
  // Somebody who was removed may book again until the invitation is withdrawn.
  await takeBackAcceptance(ctx, event.id, account_id, removed ? 'open' : 'declined')
  await withdrawConfirmation(ctx, account_id, id)
  const fact = { actor_id, event, account_id, booking_id: id, places: sumOf(byType) }
  if (part_of === undefined) await record(ctx, removed ? attendeeRemoved : bookingCancelled, fact, now)
  else await record(ctx, removed ? placesRemoved : placesGivenBack, { ...fact, part_of }, now)
  await withdrawUnseen(ctx, event, [account_id, ...holders])
  await returnPlaces(ctx, event.id, byType)
  return true
}
