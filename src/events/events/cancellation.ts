import type { Context } from '#context'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { recordForAll } from './announcements.ts'
import { giveBack } from './counter-queries.ts'
import { getEventForUpdate } from './events.ts'
import { mailCancellations } from './mailed-invitations.ts'
import { placesOf } from './offers.ts'
import { type EventRow, updateEvent } from './queries.ts'
import { refuseCancelled, refuseOthers, refuseOver } from './refusals.ts'
import { endOpenEntries } from './waiting-queries.ts'

/**
 * Notifies everybody who had a place, waited or was invited, and the host, once, with the reason; offers and reminders
 * stop.
 */
export function cancelEvent(ctx: Context, actor: Actor, id: number, reason: string): Promise<void> {
  return withTransaction(ctx, async (ctx) => {
    const event = await getEventForUpdate(ctx, actor, id)
    refuseOthers(actor, event)
    refuseCancelled(event)
    refuseOver(ctx, event)
    await cancelLocked(ctx, event, reason, { actor_id: actor.id, also: [event.host_id] })
  })
}

interface Cancelling {
  /** Null for the program itself. */
  actor_id: number | null
  /** Additional recipients. */
  also?: number[]
}

/** The event's row is locked, and it is not cancelled. */
export async function cancelLocked(
  ctx: Context,
  event: EventRow,
  reason: string,
  { actor_id, also = [] }: Cancelling,
): Promise<void> {
  const { id } = event
  const now = ctx.clock.now()
  const held = (await endOpenEntries(ctx, id, now)).filter(({ offered_at }) => offered_at !== null)
  await giveBack(ctx, id, placesOf(...held))
  await updateEvent(ctx, id, { cancelled_at: now, changed_at: now, cancel_reason: reason.trim() || null })
  await recordForAll(ctx, 'event_cancelled', { actor_id, event }, now, also)
  await mailCancellations(ctx, id)
}
