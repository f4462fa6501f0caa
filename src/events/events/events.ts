import type { Context } from '#context'
import { conflict, invalidField, notFound } from '#errors'
import { hour } from '#lib/durations.ts'
import { definedOnly } from '#lib/objects.ts'
import { record, recordAll } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { consumeWriting } from '#platform/limits/writing-limit.ts'
import { eventChanged, eventCreated } from './activity.ts'
import { recordForAll } from './announcements.ts'
import { replaceQuestions, replaceTypes } from './composition.ts'
import { insertQuestions, insertTypes, listQuestions, listTypes } from './composition-queries.ts'
import { differences, listsChanged } from './differences.ts'
import { columnsOf, storedQuestion, storedType, toldOf, unbooked } from './event-rows.ts'
import { hostOfNext, takeOver } from './hosts.ts'
import { mailChanges } from './mailed-invitations.ts'
import { moveWithEvent } from './moving.ts'
import { withdrawUnseen } from './notification-withdrawal.ts'
import { offerFreePlaces } from './offers.ts'
import { type EventRow, findEvent, type HostedEvent, insertEvent, lockEvent, updateEvent } from './queries.ts'
import { refuseCancelled, refuseCreating, refuseOthers, tooFewPlaces } from './refusals.ts'
import type { EventEdit, EventInput } from './schemas.ts'
import { type Clockface, checkStart, clockfaceOf, dayLater, type Times, timesAfter, timesOf } from './times.ts'
import type { Viewer } from './visibility.ts'
import { limitWaiting } from './waiting-limits.ts'

export { listQuestions as questionsOf, listTypes as typesOf } from './composition-queries.ts'
export { findEvent } from './queries.ts'

const creating: Limit = { name: 'create-event', most: 60, window: hour }

/** @throws not-found if there is no such event or the viewer may not see it */
export async function getEvent(ctx: Context, viewer: Viewer, id: number): Promise<HostedEvent> {
  const event = await findEvent(ctx, viewer, id)
  if (!event) throw notFound('event')
  return event
}

/** The same inside a transaction that changes the event. */
export async function getEventForUpdate(ctx: Context, viewer: Viewer, id: number): Promise<EventRow> {
  const event = await lockEvent(ctx, viewer, id)
  if (!event) throw notFound('event')
  return event
}

export async function createEvent(ctx: Context, actor: Actor, input: EventInput): Promise<number> {
  refuseCreating(ctx, actor)
  const times = timesOf(ctx, input)
  checkStart(ctx, times.starts_at)
  await consume(ctx, creating, actor.id)
  return withTransaction(ctx, async (ctx) => {
    const now = ctx.clock.now()
    const id = await insertEvent(ctx, { ...columnsOf(input), ...times, ...unbooked(actor.id, now) })
    await insertTypes(
      ctx,
      input.types.map((type, position) => ({
        ...storedType(type),
        ...{ event_id: id, position, number: position + 1, places_taken: 0 },
      })),
    )
    await insertQuestions(
      ctx,
      input.questions.map((question, position) => ({ ...storedQuestion(question), event_id: id, position })),
    )
    await record(ctx, eventCreated, { actor_id: actor.id, event: { id, host_id: actor.id, ...input } }, now)
    return id
  })
}

/**
 * Edits an event.
 *
 * @throws conflict for fewer places than are taken, saying how many are, and if it was changed since it was read;
 *   too_many after too many edits: each can notify everybody who comes
 */
export function editEvent(
  ctx: Context,
  actor: Actor,
  id: number,
  { notify = false, expected_sequence, ...edit }: EventEdit,
): Promise<void> {
  return withTransaction(ctx, async (ctx) => {
    const event = await getEventForUpdate(ctx, actor, id)
    refuseOthers(actor, event)
    refuseCancelled(event)
    if (expected_sequence !== undefined && expected_sequence !== event.sequence) throw changedMeanwhile()
    const was = await inputOf(ctx, event)
    const input = { ...was, ...definedOnly(edit) } as EventInput
    const times = timesAfter(ctx, event, input)
    const { before, after } = differences(event, { ...columnsOf(input), ...times }, listsChanged(was, input))
    // A program that saves the same values repeatedly must not cause conflicts for somebody who edits.
    if (Object.keys(after).length === 0 && !notify) return
    await consumeWriting(ctx, actor)
    const now = ctx.clock.now()
    const moved = times.starts_at !== event.starts_at
    if (moved) checkStart(ctx, times.starts_at)
    if (moved && event.ends_at <= now)
      refuseCreating(ctx, actor, 'This event is over; moved to another time, it is a new event. ')
    if (input.capacity !== null && input.capacity < event.places_taken)
      throw tooFewPlaces('capacity', event.places_taken)
    await replaceTypes(ctx, id, input.types)
    await replaceQuestions(ctx, id, input.questions)
    await updateEvent(ctx, id, { ...columnsOf(input), ...times, changed_at: now, ...(moved && { reminded_at: null }) })
    await moveWithEvent(ctx, event, times, { moved, actor_id: actor.id })
    // People who could see it before must refresh too.
    const visibility = event.visibility === 'public' ? 'public' : input.visibility
    const fact = { actor_id: actor.id, event: { ...event, visibility }, before, after }
    if (notify) {
      await recordForAll(ctx, 'event_changed', fact, now, [event.host_id])
      await mailChanges(ctx, id)
    } else await record(ctx, eventChanged, { ...fact, to: [] }, now)
    if (input.visibility !== event.visibility) await withdrawUnseen(ctx, { id, visibility: input.visibility })
    await limitWaiting(ctx, event, actor.id, input)
    // A host who left after it had begun has kept it until now.
    const isBegun = event.starts_at <= now
    if (moved && isBegun && (await hostOfNext(ctx, event.host_id, actor.id)) !== event.host_id)
      await takeOver(ctx, event, actor.id)
    await offerFreePlaces(ctx, id)
  })
}

const changedMeanwhile = () =>
  conflict(
    'event_changed',
    'The event has changed since you opened it. Open it again to see the changes, or save again to replace them with yours.',
  )

/** The input that would result in the present event. */
async function inputOf(ctx: Context, event: EventRow): Promise<EventInput> {
  const [types, questions] = [await listTypes(ctx, event.id), await listQuestions(ctx, event.id)]
  return { ...clockfaceOf(ctx.config.timeZone, event), ...toldOf(event, types, questions) }
}

const mostCopies = 60

/**
 * Repeats an event weekly up to and including a day, at the same local time even across clock changes.
 *
 * @returns the ids of the new events
 */
export async function copyEvent(ctx: Context, actor: Actor, id: number, until: string): Promise<number[]> {
  await consume(ctx, creating, actor.id)
  return withTransaction(ctx, async (ctx) => {
    const event = await getEventForUpdate(ctx, actor, id)
    refuseOthers(actor, event)
    refuseCreating(ctx, actor)
    const face = clockfaceOf(ctx.config.timeZone, event)
    const now = ctx.clock.now()
    const { id: _, cancelled_at: __, cancel_reason: ___, reminded_at: ____, ...kept } = event
    const [types, questions] = [await listTypes(ctx, id), await listQuestions(ctx, id)]
    const host_id = await hostOfNext(ctx, event.host_id, actor.id)
    const copies = timesOfCopies(ctx, face, until, now)
    // A customer's copies count against their limit; staff create the programme of a season at once.
    if (!actor.is_staff) for (const _ of copies.slice(1)) await consume(ctx, creating, actor.id)
    const ids: number[] = []
    for (const times of copies) {
      const copy = await insertEvent(ctx, { ...kept, ...times, ...unbooked(host_id, now) })
      await insertTypes(
        ctx,
        types.map(({ id: _, ...type }) => ({ ...type, event_id: copy, places_taken: 0 })),
      )
      await insertQuestions(
        ctx,
        questions.map(({ id: _, ...question }) => ({ ...question, event_id: copy })),
      )
      ids.push(copy)
    }
    const { visibility } = event
    const facts = ids.map((copy) => ({ actor_id: actor.id, event: { id: copy, host_id, visibility }, copied_from: id }))
    await recordAll(ctx, eventCreated, facts, now)
    return ids
  })
}

/**
 * The start and end of each copy in the future.
 *
 * @throws invalid for a day before the first copy, or too far in the future
 */
function timesOfCopies(ctx: Context, face: Clockface, until: string, now: number): Times[] {
  const copies: Times[] = []
  for (let week = 1; dayLater(face.date, 7 * week) <= until; week++) {
    const times = timesOf(ctx, face, week)
    if (times.starts_at <= now) continue
    if (copies.length === mostCopies)
      throw invalidField('until', `An event can be repeated ${mostCopies} times at once.`)
    copies.push(times)
  }
  if (copies.length === 0) throw invalidField('until', 'Choose a future day at least a week after the event.')
  return copies
}
