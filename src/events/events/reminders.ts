import { z } from 'zod'
import type { Context } from '#context'
import { day, hour } from '#lib/durations.ts'
import { defineJob, noPayload } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import type { Schedule } from '#platform/jobs/schedules.ts'
import { recordForAll } from './announcements.ts'
import { findDrift, lastIdAfter } from './counter-queries.ts'
import { forgetFutureReminders, listToRemind, markReminded } from './reminder-queries.ts'

/** How long before the start. */
const ahead = day
const batch = 5

/** Reminds all attendees the day before, once for each event. A long list is split into several jobs. */
async function remind(ctx: Context): Promise<void> {
  const now = ctx.clock.now()
  await forgetFutureReminders(ctx, now, now + ahead)
  const events = await listToRemind(ctx, now, now + ahead, batch)
  for (const event of events) {
    if (!(await markReminded(ctx, event, now))) continue
    await recordForAll(ctx, 'event_reminded', { actor_id: null, event }, now)
  }
  if (events.length === batch) await enqueue(ctx, reminderJob, {})
}

/** Events for each job. */
const portion = 500

/** Compares each counter of places with the booked and held places: a difference would be a bug. */
async function checkCounters(ctx: Context, { after }: { after: number }): Promise<void> {
  for (const drift of await findDrift(ctx, after, portion)) {
    ctx.log.error(drift, 'the counter of an event’s places is not what was booked')
    ctx.counters.add('drifted_events', 'places')
  }
  const last = await lastIdAfter(ctx, after, portion)
  if (last !== null) await enqueue(ctx, placesCheckJob, { after: last })
}

const checkedFrom = z.object({ after: z.int().default(0) })

export const reminderJob = defineJob('remind_of_events', noPayload, remind, { inTransaction: true })
export const placesCheckJob = defineJob('check_event_places', checkedFrom, checkCounters, { inTransaction: true })

export const eventSchedules: Schedule[] = [
  { job: reminderJob, every: hour / 4 },
  { job: placesCheckJob, every: day },
]
