import { z } from 'zod'
import type { Context } from '#context'
import { isUsable } from '#people/accounts/account-lock.ts'
import { record, recordAll } from '#platform/activity/record.ts'
import { findAccount } from '#platform/identity/account-queries.ts'
import { isStaff } from '#platform/identity/account-type.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { eventPassedOn } from './activity.ts'
import { findSuccessor, replaceHost } from './hosting-queries.ts'
import { type EventRow, updateEvent } from './queries.ts'
import { leaveLocked } from './waiting-entries.ts'

export { countConcerning, deleteInvitationsOf, listConcerning } from './hosting-queries.ts'
export { lockAnyEvent } from './queries.ts'

/** Few enough for one short transaction; a job passes on the rest. */
const portion = 100

/**
 * Passes on the events of a colleague who leaves the staff: to the admin who removes them, or else the first admin.
 * Events of customers cannot be passed on and are cancelled (bookings/departure.ts).
 *
 * @param actor_id the admin who removes them; null for the command line
 */
export async function passEventsOn(ctx: Context, actor_id: number | null, from_id: number): Promise<void> {
  const now = ctx.clock.now()
  const successor = await findSuccessor(ctx, from_id, actor_id)
  if (!successor) return
  const events = await replaceHost(ctx, from_id, successor.id, now, portion)
  // A host cannot also wait for a place.
  for (const event of events) await leaveLocked(ctx, event, event.host_id, null)
  await recordAll(
    ctx,
    eventPassedOn,
    events.map((event) => ({ actor_id: actor_id === from_id ? null : actor_id, event, from_id })),
    now,
  )
  if (events.length === portion) await enqueue(ctx, passOnJob, { actor_id, from_id })
}

/** Does nothing if the person is on staff again. */
async function passMoreOn(ctx: Context, { actor_id, from_id }: { actor_id: number | null; from_id: number }) {
  const from = await findAccount(ctx, from_id)
  if (from?.suspended_at === null && isStaff(from.account_type)) return
  await passEventsOn(ctx, actor_id, from_id)
}

const passedOn = z.object({ actor_id: z.int().nullable(), from_id: z.int() })

export const passOnJob = defineJob('pass_events_on', passedOn, passMoreOn, { inTransaction: true })

/** The host of an event that is to take place again: the actor if its host has left, or may no longer create events. */
export async function hostOfNext(ctx: Context, hostId: number, actorId: number): Promise<number> {
  const host = await findAccount(ctx, hostId)
  return host && isUsable(host) && (isStaff(host.account_type) || ctx.config.events.hosts === 'everyone')
    ? hostId
    : actorId
}

/** Passes an event whose row is locked to somebody who has moved it after it had begun. */
export async function takeOver(ctx: Context, event: EventRow, actor_id: number): Promise<void> {
  const passedOn = { ...event, host_id: actor_id }
  await updateEvent(ctx, event.id, { host_id: actor_id })
  await leaveLocked(ctx, passedOn, actor_id, null)
  await record(ctx, eventPassedOn, { actor_id, event: passedOn, from_id: event.host_id })
}
