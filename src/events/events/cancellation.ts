import type { Context } from '#context'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { eventCancelled } from './activity.ts'
import { giveBack } from './counter-queries.ts'
import { getEventForUpdate } from './events.ts'
import { withdrawUnseen } from './notification-withdrawal.ts'
import { placesOf } from './offers.ts'
import { listAttendeeIds, listHopefulIds, updateEvent } from './queries.ts'
import { refuseCancelled, refuseOthers } from './refusals.ts'
import { endOpenEntries } from './waiting-queries.ts'

/** Everybody who had a place, waited or was invited is told once, with the reason; offers and reminders stop. */
export function cancelEvent(ctx: Context, actor: Actor, id: number, reason: string): Promise<void> {
  return withTransaction(ctx, async (ctx) => {
    const event = await getEventForUpdate(ctx, actor, id)
    refuseOthers(actor, event)
    refuseCancelled(event)
    const now = ctx.clock.now()
    const to = [...(await listAttendeeIds(ctx, id)), ...(await listHopefulIds(ctx, id))]
    const held = (await endOpenEntries(ctx, id, now)).filter(({ offered_at }) => offered_at !== null)
    for (const entry of held) await giveBack(ctx, id, placesOf(entry))
    await updateEvent(ctx, id, { cancelled_at: now, changed_at: now, cancel_reason: reason.trim() || null })
    await record(ctx, eventCancelled, { actor_id: actor.id, event, to }, now)
    await withdrawUnseen(ctx, event)
  })
}
