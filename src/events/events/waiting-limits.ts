import type { Context } from '#context'
import { giveBack } from './counter-queries.ts'
import { placesOf } from './offers.ts'
import type { EventRow } from './queries.ts'
import type { EventInput } from './schemas.ts'
import { leaveLocked } from './waiting-entries.ts'
import { limits, listWithoutRoom, lowerTo } from './waiting-queries.ts'

type Limits = Pick<EventInput, 'capacity' | 'places_per_person' | 'types'>

/**
 * Nobody waits for more than they may have at an event whose row is locked, and that has new limits: they wait for so many,
 * and what is held beyond that is free. Whoever has as many already waits for nothing more.
 */
export async function limitWaiting(ctx: Context, event: EventRow, actorId: number, to: Limits): Promise<void> {
  const { capacity, places_per_person: most } = to
  if (most !== null)
    for (const account of await listWithoutRoom(ctx, event.id, most)) await leaveLocked(ctx, event, account, actorId)
  const lowered = [
    ...(capacity === null ? [] : [limits.ofEvent(capacity)]),
    ...(to.types.length === 0 ? [] : [limits.ofType]),
    ...(most === null ? [] : [limits.ofPerson(most)]),
  ]
  for (const limit of lowered) {
    const beyond = await lowerTo(ctx, event.id, limit)
    if (beyond.length > 0) await giveBack(ctx, event.id, placesOf(...beyond))
  }
}
