import type { Context } from '#context'
import { record } from '#platform/activity/record.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import type { JobKinds } from '#platform/jobs/kinds.ts'
import type { Schedule } from '#platform/jobs/schedules.ts'
import { eventReminded } from './activity.ts'
import { findDrift, lastIdAfter } from './counter-queries.ts'
import { listAttendeeIds } from './queries.ts'
import { listToRemind, markReminded } from './reminder-queries.ts'

const hour = 3_600_000
/** So long before the start. */
const ahead = 24 * hour
const batch = 20

/** Reminds everybody who comes, the day before; each event once. A long list is worked off in several jobs. */
async function remind(ctx: Context): Promise<void> {
  const now = ctx.clock.now()
  const events = await listToRemind(ctx, now, now + ahead, batch)
  for (const event of events) {
    if (!(await markReminded(ctx, event.id, now))) continue
    const to = await listAttendeeIds(ctx, event.id)
    if (to.length > 0) await record(ctx, eventReminded, { actor_id: null, event, to }, now)
  }
  if (events.length === batch) await enqueue(ctx, 'remind_of_events', {})
}

/** Events at once. */
const portion = 500

/** Compares each counter of places with what is booked and held: a difference would be a fault of the program. */
async function checkCounters(ctx: Context, { after = 0 }: { after?: number }): Promise<void> {
  for (const drift of await findDrift(ctx, after, portion)) {
    ctx.log.error(drift, 'the counter of an event’s places is not what was booked')
    ctx.counters.add('drifted_events', 'places')
  }
  const last = await lastIdAfter(ctx, after, portion)
  if (last !== null) await enqueue(ctx, 'check_event_places', { after: last })
}

export const eventClockJobs = {
  remind_of_events: { inTransaction: true, run: remind },
  check_event_places: { inTransaction: true, run: checkCounters },
} satisfies JobKinds

export const eventSchedules: Schedule[] = [
  { kind: 'remind_of_events', every: hour / 4 },
  { kind: 'check_event_places', every: 24 * hour },
]
