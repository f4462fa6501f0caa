import { z } from 'zod'
import type { Context } from '#context'
import { latestPlausible } from '#lib/clock-skew.ts'
import { minute } from '#lib/durations.ts'
import { record } from '#platform/activity/record.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { offerLapsed, placeOffered } from './activity.ts'
import { giveBack, type Places, takeOfEvent, takeOfType } from './counter-queries.ts'
import { withdrawUnseen } from './notification-withdrawal.ts'
import { type EventRow, lockAnyEvent } from './queries.ts'
import { endEntry, findEntry, listFitting, setOffered, type WaitingEntry } from './waiting-queries.ts'

/** Offers made at once; a job makes further ones. */
const mostAtOnce = 25
/** Milliseconds before the start after which no place is offered: people could not come in time. */
const latest = 15 * minute

/** The number of places that these entries hold or held. */
export function placesOf(...entries: Pick<WaitingEntry, 'type_id' | 'places'>[]): Places {
  const all = new Map<number | null, number>()
  for (const { type_id, places } of entries) all.set(type_id, (all.get(type_id) ?? 0) + places)
  return all
}

/**
 * Offers free places to the people who wait, first come first served, if they are enough for them; the places are held
 * until they answer or the time is over. In the transaction that freed the places, so that nobody else can book them.
 */
export async function offerFreePlaces(ctx: Context, eventId: number): Promise<void> {
  const event = await lockAnyEvent(ctx, eventId)
  const now = ctx.clock.now()
  if (!event || event.cancelled_at !== null || event.starts_at - latest <= now) return
  const free = event.capacity === null ? null : event.capacity - event.places_taken
  if (free !== null && free <= 0) return
  const entries = await listFitting(ctx, eventId, free, mostAtOnce)
  for (const entry of entries) {
    if (await hold(ctx, entry)) await offer(ctx, event, entry, now)
  }
  if (entries.length === mostAtOnce) await enqueue(ctx, offerJob, { event_id: eventId })
}

export const offerJob = defineJob(
  'offer_places',
  z.object({ event_id: z.int() }),
  (ctx, { event_id }) => offerFreePlaces(ctx, event_id),
  { inTransaction: true },
)

async function hold(ctx: Context, entry: WaitingEntry): Promise<boolean> {
  const { event_id, type_id, places } = entry
  if (!(await takeOfEvent(ctx, event_id, places))) return false
  if (type_id === null || (await takeOfType(ctx, event_id, type_id, places))) return true
  await giveBack(ctx, event_id, new Map([[null, places]]))
  return false
}

async function offer(ctx: Context, event: EventRow, entry: WaitingEntry, now: number): Promise<void> {
  const until = Math.min(now + ctx.config.events.offerFor, event.starts_at)
  await setOffered(ctx, entry.id, now, until)
  const { account_id, places } = entry
  await record(ctx, placeOffered, { actor_id: null, event, account_id, places, until }, now)
  await enqueue(ctx, lapseJob, { entry_id: entry.id }, { run_at: until })
}

/** An offer made while the clock was ahead is over, too: it would hold its places that much longer. */
const isOver = ({ offered_at, offer_ends_at }: WaitingEntry, now: number) =>
  (offer_ends_at ?? 0) <= now || (offered_at ?? 0) > latestPlausible(now)

/** Offers the places of an expired offer to the next person. */
async function lapse(ctx: Context, { entry_id }: { entry_id: number }): Promise<void> {
  const known = await findEntry(ctx, entry_id)
  const event = known && (await lockAnyEvent(ctx, known.event_id))
  // Only the state read under the lock counts.
  const entry = event && (await findEntry(ctx, entry_id))
  const now = ctx.clock.now()
  if (!event || entry?.state !== 'offered' || !isOver(entry, now)) return
  await endEntry(ctx, entry_id, 'lapsed', now)
  await giveBack(ctx, event.id, placesOf(entry))
  await record(ctx, offerLapsed, { actor_id: null, event, account_id: entry.account_id }, now)
  await withdrawUnseen(ctx, event, [entry.account_id])
  await offerFreePlaces(ctx, event.id)
}

export const lapseJob = defineJob('lapse_offer', z.object({ entry_id: z.int() }), lapse, { inTransaction: true })
