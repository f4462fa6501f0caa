import type { Context } from '#context'
import { conflict, invalidField } from '#errors'
import { findPlaces, insertPart, movePlaces } from './part-queries.ts'
import { newPurchaseId } from './purchase-tokens.ts'
import { type Booking, findBooking } from './queries.ts'

/**
 * Moves some places of a booking to a new booking. The event's row must be locked.
 *
 * @returns the id of the new booking; that of the booking itself if these are all its places
 * @throws invalid for a place of another booking; conflict for one that was given back already
 */
export async function separatePlaces(ctx: Context, id: number, places: number[]): Promise<number> {
  // Read again under the lock: some places may have been given back meanwhile.
  const booking = (await findBooking(ctx, id)) as Booking
  if (booking.cancelled_at !== null) return id
  const found = new Map((await findPlaces(ctx, places)).map((place) => [place.id, place]))
  for (const place of places) {
    const held = found.get(place)
    if (held?.booking_id === id) continue
    const isOfSame = held?.event_id === booking.event_id && held.account_id === booking.account_id
    if (isOfSame && held.cancelled_at !== null)
      throw conflict('place_given_back', 'One of these places is already given back. Look at the booking again.')
    throw invalidField('places', 'This booking has no such place.')
  }
  if (places.length === booking.places) return id
  const part = await insertPart(ctx, booking, { purchase_id: newPurchaseId(), places: places.length })
  await movePlaces(ctx, { from: id, to: part, places })
  return part
}
