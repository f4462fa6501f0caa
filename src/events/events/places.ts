import type { Context } from '#context'
import { conflict, invalidField } from '#errors'
import { giveBack, type Places, sumOf, takeOfEvent, takeOfType } from './counter-queries.ts'
import { offerFreePlaces } from './offers.ts'
import type { EventRow, TypeRow } from './queries.ts'

export { type Places, sumOf } from './counter-queries.ts'

/**
 * Takes places of an event whose row is locked.
 *
 * @throws conflict (sold_out) saying how many there are
 */
export async function takePlaces(ctx: Context, event: EventRow, types: TypeRow[], places: Places): Promise<void> {
  if (!(await takeOfEvent(ctx, event.id, sumOf(places)))) throw soldOut(freeOf(event), 'This event')
  for (const [typeId, count] of places) {
    if (typeId === null || (await takeOfType(ctx, event.id, typeId, count))) continue
    const type = types.find(({ id }) => id === typeId)
    if (!type) throw invalidField('type_id', 'This event has no such ticket type.')
    throw soldOut(freeOfType(type), `“${type.name}”`)
  }
}

/** Null where there is no end of them. */
export const freeOf = ({ capacity, places_taken }: Pick<EventRow, 'capacity' | 'places_taken'>) =>
  capacity === null ? null : capacity - places_taken

export const freeOfType = ({ places, places_taken }: Pick<TypeRow, 'places' | 'places_taken'>) =>
  places === null ? null : places - places_taken

function soldOut(free: number | null, what: string) {
  if (!free) return conflict('sold_out', `${what} is sold out. You can join the waiting list.`)
  const left = free === 1 ? 'Only one place is' : `Only ${free} places are`
  return conflict('too_few_places', `${what}: ${left.toLowerCase()} left. Book fewer, or join the waiting list.`)
}

/** What was booked or held is free again, and is offered to whoever waits. */
export async function returnPlaces(ctx: Context, eventId: number, places: Places): Promise<void> {
  await giveBack(ctx, eventId, places)
  await offerFreePlaces(ctx, eventId)
}
