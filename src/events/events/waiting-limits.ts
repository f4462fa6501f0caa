import type { Context } from '#context'
import { giveBack } from './counter-queries.ts'
import { placesOf } from './offers.ts'
import type { EventRow } from './queries.ts'
import type { EventInput } from './schemas.ts'
import { leaveLocked } from './waiting-entries.ts'
import { limits, listWithoutRoom, lowerTo } from './waiting-queries.ts'

type Limits = Pick<EventInput, 'capacity' | 'places_per_person' | 'types'>

/**
 * Applies new limits to the waiting list of an event whose row is locked: entries are reduced to what each person may
 * have, and places held beyond that are freed. Entries of people with the maximum end.
 */
export async function limitWaiting(ctx: Context, event: EventRow, actorId: number, to: Limits): Promise<void> {
  const { capacity, places_per_person: most } = to
  const lowered = [
    ...(capacity === null ? [] : [limits.ofEvent(capacity)]),
    ...(to.types.length === 0 ? [] : [limits.ofType]),
    ...(most === null ? [] : [limits.ofPerson(most)]),
  ]
  for (const limit of lowered) {
    const beyond = await lowerTo(ctx, event.id, limit)
    if (beyond.length > 0) await giveBack(ctx, event.id, placesOf(...beyond))
  }
  // Last: what they held is offered at once to the first for whom it is enough now.
  if (most !== null)
    for (const account of await listWithoutRoom(ctx, event.id, most)) await leaveLocked(ctx, event, account, actorId)
}
