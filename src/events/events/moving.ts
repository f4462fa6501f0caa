import type { Context } from '#context'
import { enqueue } from '#platform/jobs/jobs.ts'
import { setInvitationsEnd } from './invitation-queries.ts'
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
  for (const entry_id of await shortenOffers(ctx, id, starts_at))
    await enqueue(ctx, lapseJob, { entry_id }, { run_at: starts_at })
}
