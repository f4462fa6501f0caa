import { z } from 'zod'
import type { Context } from '#context'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { searchedOf } from './event-rows.ts'
import { lockTexts, updateSearched } from './respelling-queries.ts'

// A migration after a change of the normalisation (#lib/spelling.ts) enqueues this, which rewrites the stored words.

const atOnce = 100

/** @param event_id the newest event to process; the newest come first */
async function respell(ctx: Context, { event_id }: { event_id: number }): Promise<void> {
  const events = await lockTexts(ctx, event_id, atOnce)
  for (const { id, title, location, searched } of events) {
    const now = searchedOf(title, location)
    if (now !== searched) await updateSearched(ctx, id, now)
  }
  const last = events.at(-1)
  if (last && events.length === atOnce) await enqueue(ctx, respellEventsJob, { event_id: last.id - 1 })
}

export const respellEventsJob = defineJob('respell_events', z.object({ event_id: z.int() }), respell, {
  inTransaction: true,
})
