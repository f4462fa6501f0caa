import type { Context } from '#context'
import { record } from '#platform/activity/record.ts'
import { waitingEnded, waitingLeft } from './activity.ts'
import { giveBack } from './counter-queries.ts'
import { withdrawUnseen } from './notification-withdrawal.ts'
import { placesOf } from './offers.ts'
import { returnPlaces } from './places.ts'
import type { EventRow } from './queries.ts'
import { endEntry, findOpenEntry, type WaitingEntry } from './waiting-queries.ts'

/**
 * Removes an account from the waiting list of an event whose row is locked. Its offer goes to the next person.
 *
 * @returns whether it was on the list
 */
export async function leaveLocked(
  ctx: Context,
  event: EventRow,
  account_id: number,
  actor_id: number | null = account_id,
): Promise<boolean> {
  const entry = await findOpenEntry(ctx, event.id, account_id)
  if (!entry) return false
  const now = ctx.clock.now()
  await endEntry(ctx, entry.id, 'left', now)
  const action = actor_id === account_id ? waitingLeft : waitingEnded
  await record(ctx, action, { actor_id, event, account_id }, now)
  await withdrawUnseen(ctx, event, [account_id])
  if (entry.state === 'offered') await returnPlaces(ctx, event.id, placesOf(entry))
  return true
}

/**
 * Ends the waiting of somebody who books now. The places held for them are free for them alone, as the event's row is
 * locked.
 */
export async function endWaiting(ctx: Context, eventId: number, accountId: number): Promise<WaitingEntry | undefined> {
  const entry = await findOpenEntry(ctx, eventId, accountId)
  if (!entry) return undefined
  await endEntry(ctx, entry.id, 'taken', ctx.clock.now())
  if (entry.state === 'offered') await giveBack(ctx, eventId, placesOf(entry))
  return entry
}
