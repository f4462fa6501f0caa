import type { Context } from '#context'
import { enqueueAll } from '#platform/jobs/jobs.ts'
import { setInvitationsEnd } from './mailed-invitation-queries.ts'
import { lapseJob } from './offers.ts'
import { setDoorsEnd } from './queries.ts'
import { doorsEnd, type Times } from './times.ts'
import { shortenOffers } from './waiting-queries.ts'

/** What goes by the times of an event goes by its new ones; in the transaction that moves it. */
export async function moveWithEvent(ctx: Context, id: number, times: Times): Promise<void> {
  const { starts_at, ends_at } = times
  await setInvitationsEnd(ctx, id, ends_at)
  await setDoorsEnd(ctx, id, doorsEnd(times))
  // Nobody is held a place any more once the event has begun.
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
