import type { Context } from '#context'
import { conflict, DomainError, invalidField } from '#errors'
import { listTypes, type TypeRow } from './composition-queries.ts'
import { countOwnPlaces, giveBack, type Places, sumOf, takeOfEvent, takeOfType } from './counter-queries.ts'
import { offerFreePlaces } from './offers.ts'
import { type EventRow, findAnyEvent } from './queries.ts'

export { type Places, sumOf } from './counter-queries.ts'

/**
 * Takes places of an event whose row is locked.
 *
 * @throws conflict (sold_out) saying how many are left
 */
export async function takePlaces(ctx: Context, event: EventRow, places: Places): Promise<void> {
  // The number left is read again: the person's own offer has just been given back.
  if (!(await takeOfEvent(ctx, event.id, sumOf(places)))) {
    const found = await findAnyEvent(ctx, event.id)
    throw soldOut(found ? freeOf(found) : 0, 'This event')
  }
  for (const [typeId, count] of places) {
    if (typeId === null || (await takeOfType(ctx, event.id, typeId, count))) continue
    const type = (await listTypes(ctx, event.id)).find(({ id }) => id === typeId)
    if (!type) throw invalidField('type_id', 'This event has no such ticket type.')
    throw soldOut(freeOfType(type), `“${type.name}”`)
  }
}

/** Null for unlimited. */
export const freeOf = ({ capacity, places_taken }: Pick<EventRow, 'capacity' | 'places_taken'>) =>
  capacity === null ? null : capacity - places_taken

/** The same with ticket types, which may be limited although the event is not. */
export function freeToBook({
  free_of_types,
  ...event
}: Parameters<typeof freeOf>[0] & { free_of_types: number | null }) {
  const [free, ofTypes] = [freeOf(event), free_of_types === null ? null : Number(free_of_types)]
  return free === null || ofTypes === null ? (free ?? ofTypes) : Math.min(free, ofTypes)
}

export const freeOfType = ({ places, places_taken }: Pick<TypeRow, 'places' | 'places_taken'>) =>
  places === null ? null : places - places_taken

export function soldOut(free: number | null, what: string) {
  if (!free) return conflict('sold_out', `${what} is sold out. You can join the waiting list.`)
  const left = free === 1 ? 'only one place is' : `only ${free} places are`
  return conflict('too_few_places', `${what}: ${left} left. Book fewer, or join the waiting list.`)
}

/** Frees booked or held places, and offers them to people who wait. */
export async function returnPlaces(ctx: Context, eventId: number, places: Places): Promise<void> {
  await giveBack(ctx, eventId, places)
  await offerFreePlaces(ctx, eventId)
}

/** @throws conflict for more places than a person may have over all bookings */
export async function refuseTooMany(ctx: Context, accountId: number, event: EventRow, wanted: number): Promise<void> {
  if (event.places_per_person === null) return
  const refusal = tooMany(event, await countOwnPlaces(ctx, event.id, accountId), wanted)
  if (refusal) throw refusal
}

/** @returns the refusal if `own` and `wanted` places together exceed the maximum per person */
export function tooMany({ places_per_person: most }: Pick<EventRow, 'places_per_person'>, own: number, wanted: number) {
  if (most === null || own + wanted <= most) return undefined
  const sentence = `A person can have ${most} ${most === 1 ? 'place' : 'places'} at this event; you have ${own}.`
  return new DomainError('conflict', 'too_many_places', sentence, {
    fields: [{ field: 'quantity', message: sentence }],
  })
}
