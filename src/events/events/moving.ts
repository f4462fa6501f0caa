import type { Context } from '#context'
import { enqueueAll } from '#platform/jobs/jobs.ts'
import { setInvitationsEnd } from './mailed-invitation-queries.ts'
import { lapseJob } from './offers.ts'
import { listGone } from './people-queries.ts'
import { type EventRow, setDoorsEnd, undoAdmissions } from './queries.ts'
import { doorsEnd, isDoorTime, type Times, takesDays } from './times.ts'
import { shortenOffers } from './waiting-queries.ts'

/** Moves everything that depends on an event's times, in the transaction that moves the event. */
export async function moveWithEvent(
  ctx: Context,
  { id, ends_at: ended_at }: EventRow,
  times: Times,
  { moved, actor_id }: { moved: boolean; actor_id: number },
): Promise<void> {
  const { starts_at, ends_at } = times
  const undone_at = ctx.clock.now()
  // People admitted before the event was moved to another day, or to later when it was over, must be admitted then; events
  // of several days admit on each.
  const isAnew = moved && (ended_at <= undone_at || !isDoorTime(times, undone_at))
  if (isAnew && !takesDays(times))
    await undoAdmissions(ctx, id, { undone_at, undone_by: actor_id, undo_reason: 'The event was moved.' })
  // Who left while the event was over, or while they were in, kept what they had there.
  if (moved)
    for (const account_id of await listGone(ctx, id))
      for (const leave of ctx.features.whenSuspended) await leave(ctx, { account_id, was_staff: false })
  await setInvitationsEnd(ctx, id, ends_at)
  await setDoorsEnd(ctx, id, doorsEnd(times))
  // An offer ends when the event begins.
  const shortened = await shortenOffers(ctx, id, starts_at)
  await enqueueAll(
    ctx,
    lapseJob,
    shortened.map((entry_id) => ({
      payload: { entry_id },
      run_at: starts_at,
      dedupe_key: `${lapseJob.kind}:${entry_id}:${starts_at}`,
    })),
  )
}
