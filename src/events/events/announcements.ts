import { z } from 'zod'
import type { Context } from '#context'
import type { Action, Values } from '#platform/activity/action.ts'
import { writeNotifications } from '#platform/activity/readers/notifications.ts'
import { record } from '#platform/activity/record.ts'
import { defineJob } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { type Addressed, eventCancelled, eventChanged, eventReminded } from './activity.ts'
import { listPeople, listsOf } from './people-queries.ts'
import { lockAnyEvent } from './queries.ts'

/** Few enough rows for one short transaction; a job continues after them. */
const portion = 500

type AnnouncedFact = Addressed & { before: Values; after: Values }
type Name = 'event_cancelled' | 'event_changed' | 'event_reminded'

const actions: Record<Name, { action: Action<AnnouncedFact>; lists: number }> = {
  event_cancelled: { action: eventCancelled, lists: listsOf.concerned },
  event_changed: { action: eventChanged, lists: listsOf.concerned },
  event_reminded: { action: eventReminded, lists: listsOf.coming },
}

interface Position {
  list: number
  after: number
}

/** Some of the people whom an event concerns, each once over all portions. @returns them and the next position, if any */
async function somePeople(ctx: Context, eventId: number, lists: number, from: Position) {
  const people: number[] = []
  let room = portion
  let { list, after } = from
  for (; list < lists; list++, after = 0) {
    const rows = await listPeople(ctx, eventId, list, after, room)
    people.push(...rows.flatMap(({ account_id, is_first }) => (is_first ? [account_id] : [])))
    room -= rows.length
    if (room === 0) return { people, next: { list, after: rows.at(-1)?.id ?? after } }
  }
  return { people, next: null }
}

/**
 * Records an action that notifies everybody whom an event concerns; for a reminder, all attendees.
 *
 * @param also additional recipients
 */
export async function recordForAll(
  ctx: Context,
  name: Name,
  fact: Pick<AnnouncedFact, 'actor_id' | 'event'> & Partial<AnnouncedFact>,
  now: number,
  also: number[] = [],
): Promise<void> {
  const { action, lists } = actions[name]
  const { id } = fact.event
  const { people, next } = await somePeople(ctx, id, lists, { list: 0, after: 0 })
  // Places that are only held by offers need no reminder.
  if (name === 'event_reminded' && people.length === 0) return
  await record(ctx, action, { before: {}, after: {}, ...fact, to: [...people, ...also] }, now)
  if (next) await enqueue(ctx, announcementJob, { event_id: id, action: name, actor_id: fact.actor_id, ...next })
}

const stored = z.object({
  event_id: z.int(),
  action: z.enum(['event_cancelled', 'event_changed', 'event_reminded']),
  actor_id: z.int().nullable(),
  list: z.int(),
  after: z.int(),
})

async function announceFurther(
  ctx: Context,
  { event_id, action: name, actor_id, list, after }: z.output<typeof stored>,
) {
  const event = await lockAnyEvent(ctx, event_id)
  if (!event) return
  // An event cancelled meanwhile has its own notification; one that was moved is reminded of again.
  if (event.cancelled_at !== null && name !== 'event_cancelled') return
  if (event.reminded_at === null && name === 'event_reminded') return
  const { action, lists } = actions[name]
  const { people, next } = await somePeople(ctx, event_id, lists, { list, after })
  // The host was notified with the first portion.
  const to = people.filter((id) => id !== event.host_id)
  const fact = { actor_id, event, to, before: {}, after: {} }
  await writeNotifications(ctx, action, [{ fact, line_id: null }], ctx.clock.now())
  if (next) await enqueue(ctx, announcementJob, { event_id, action: name, actor_id, ...next })
}

export const announcementJob = defineJob('tell_of_event', stored, announceFurther, { inTransaction: true, mails: true })
