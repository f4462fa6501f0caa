import { z } from 'zod'
import type { Context } from '#context'
import { recordAll } from '#platform/activity/record.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { waitingEnded, waitingLeft } from './activity.ts'
import { giveBack } from './counter-queries.ts'
import { withdrawUnseen } from './notification-withdrawal.ts'
import { placesOf } from './offers.ts'
import { type EventRow, findAnyEvent } from './queries.ts'
import type { EventInput } from './schemas.ts'
import { endWithoutRoom, limits, lowerTo } from './waiting-queries.ts'

type Limits = Pick<EventInput, 'capacity' | 'places_per_person' | 'types'>

/**
 * Applies new limits to the waiting list of an event whose row is locked: entries are reduced to what each person may
 * have, and places held beyond that are freed. Entries of people with the maximum end.
 */
export async function limitWaiting(ctx: Context, event: EventRow, actorId: number, to: Limits): Promise<void> {
  const { capacity, places_per_person: most } = to
  const lowered = [
    ...(capacity === null ? [] : [limits.ofEvent(capacity)]),
    ...(to.types.length === 0 ? [] : [limits.ofTypes]),
    ...(most === null ? [] : [limits.ofPerson(most)]),
  ]
  for (const limit of lowered) {
    const beyond = await lowerTo(ctx, event.id, limit)
    if (beyond.length > 0) await giveBack(ctx, event.id, placesOf(...beyond))
  }
  if (most !== null) await removeWithoutRoom(ctx, event, actorId, most)
}

/** Few enough for one short transaction; jobs record the others. */
const portion = 100

/** Ends the waiting of everybody who has as many places as each person may have, with one statement for all of them. */
async function removeWithoutRoom(ctx: Context, { id }: EventRow, actor_id: number, most: number): Promise<void> {
  const at = ctx.clock.now()
  const ended = await endWithoutRoom(ctx, id, most, at)
  const people = ended.map(({ account_id }) => account_id)
  for (let n = 0; n < people.length; n += portion) {
    const part = { event_id: id, actor_id, people: people.slice(n, n + portion), at }
    if (n === 0) await recordEnded(ctx, part)
    else await enqueue(ctx, endedWaitsJob, part)
  }
  const held = ended.filter(({ offered_at }) => offered_at !== null)
  if (held.length > 0) await giveBack(ctx, id, placesOf(...held))
}

const stored = z.object({ event_id: z.int(), actor_id: z.int(), people: z.array(z.int()), at: z.int() })

async function recordEnded(ctx: Context, { event_id, actor_id, people, at }: z.output<typeof stored>): Promise<void> {
  const event = await findAnyEvent(ctx, event_id)
  if (!event) return
  const facts = people.map((account_id) => ({ actor_id, event, account_id }))
  const isOwn = ({ account_id }: { account_id: number }) => account_id === actor_id
  const [own, others] = [facts.filter(isOwn), facts.filter((fact) => !isOwn(fact))]
  await recordAll(ctx, waitingLeft, own, at)
  await recordAll(ctx, waitingEnded, others, at)
  await withdrawUnseen(ctx, event, people)
}

export const endedWaitsJob = defineJob('record_ended_waits', stored, recordEnded, { inTransaction: true })
