import type { Context } from '#context'
import { recordAll } from '#platform/activity/record.ts'
import { waitingEnded, waitingLeft } from './activity.ts'
import { giveBack } from './counter-queries.ts'
import { withdrawUnseen } from './notification-withdrawal.ts'
import { placesOf } from './offers.ts'
import type { EventRow } from './queries.ts'
import type { EventInput } from './schemas.ts'
import { endWithoutRoom, limits, lowerTo } from './waiting-queries.ts'

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
  if (most !== null) await removeWithoutRoom(ctx, event, actorId, most)
}

/** Ends the waiting of everybody who has as many places as each person may have, with one statement for all of them. */
async function removeWithoutRoom(ctx: Context, event: EventRow, actor_id: number, most: number): Promise<void> {
  const now = ctx.clock.now()
  const ended = await endWithoutRoom(ctx, event.id, most, now)
  if (ended.length === 0) return
  const people = ended.map(({ account_id }) => account_id)
  const facts = people.map((account_id) => ({ actor_id, event, account_id }))
  const isOwn = ({ account_id }: { account_id: number }) => account_id === actor_id
  const [own, others] = [facts.filter(isOwn), facts.filter((fact) => !isOwn(fact))]
  await recordAll(ctx, waitingLeft, own, now)
  await recordAll(ctx, waitingEnded, others, now)
  await withdrawUnseen(ctx, event, people)
  const held = ended.filter(({ offered_at }) => offered_at !== null)
  if (held.length > 0) await giveBack(ctx, event.id, placesOf(...held))
}
