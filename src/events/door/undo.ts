import type { Context } from '#context'
import { conflict, notFound } from '#errors'
import { isGone, leaveEvents } from '#events/bookings/departure.ts'
import { mayManage } from '#events/events/policy.ts'
import { admissionSpan } from '#events/events/times.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { admissionUndone } from './activity.ts'
import { refuseCutOff } from './doors.ts'
import { findAdmission, freePass, listSecond, lockPass, markUndone, promoteSecond } from './undo-queries.ts'

/** @throws not-found for people who do not manage the event */
export async function getAdmission(ctx: Context, actor: Actor, id: number) {
  const admission = await findAdmission(ctx, id)
  if (!admission || !mayManage(actor, admission)) throw notFound('admission')
  return admission
}

/**
 * Undoes a wrong admission: the pass admits again, unless somebody else was admitted with it.
 *
 * @throws not-found for people who do not manage the event; forbidden for a device that was cut off; conflict if it was
 *   undone already
 */
export function undoAdmission(ctx: Context, actor: Actor, id: number, reason: string) {
  return withTransaction(ctx, async (ctx) => {
    const admission = await getAdmission(ctx, actor, id)
    const { event_id, pass_id, door_id, booked_by } = admission
    await refuseCutOff(ctx, actor, event_id)
    const { holder_id } = await lockPass(ctx, pass_id)
    const now = ctx.clock.now()
    if (!(await markUndone(ctx, id, { undone_at: now, undone_by: actor.id, undo_reason: reason })))
      throw conflict('already_undone', 'This admission was undone already.')
    // Each in its own period: it may be another than that of the first, where the event became one of several days since.
    for (const at of await listSecond(ctx, pass_id))
      await promoteSecond(ctx, pass_id, admissionSpan(ctx, admission, at))
    await freePass(ctx, pass_id, admissionSpan(ctx, admission, admission.admitted_at))
    // Who left while they were in kept what they had.
    for (const account_id of new Set([booked_by, holder_id]))
      if (await isGone(ctx, account_id)) await leaveEvents(ctx, { account_id, was_staff: false })
    await record(ctx, admissionUndone, { actor_id: actor.id, event_id, pass_id, holder_id, admission_id: id }, now)
    return { event_id, door_id }
  })
}
