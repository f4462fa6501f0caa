import type { Context } from '#context'
import { conflict, forbidden, notFound } from '#errors'
import { getEvent, getEventForUpdate } from '#events/events/events.ts'
import { mayManage } from '#events/events/policy.ts'
import { refuseCancelled, refuseOthers } from '#events/events/refusals.ts'
import { doorsEnd, entryEnds } from '#events/events/times.ts'
import { minute } from '#lib/durations.ts'
import { record } from '#platform/activity/record.ts'
import { writeIfPossible } from '#platform/db/optional-write.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { type Actor, hasSession } from '#platform/identity/actor.ts'
import { doorClosed, doorOpened } from './activity.ts'
import {
  countOpenDoors,
  type DoorRow,
  endDoor,
  findDoor,
  insertDoor,
  isDeviceCutOff,
  listDoors,
  touchDoor,
} from './door-queries.ts'

const mostOpen = 50
const seenEvery = minute

/**
 * Opens a door: a device of the host or of staff that admits people until it is closed.
 *
 * @returns its id
 * @throws not-found, forbidden for people who do not manage the event; conflict if the event is cancelled or over, or
 *   too many doors are open
 */
export function openDoor(ctx: Context, actor: Actor, eventId: number, name: string): Promise<number> {
  return withTransaction(ctx, async (ctx) => {
    const event = await getEventForUpdate(ctx, actor, eventId)
    refuseOthers(actor, event)
    refuseCancelled(event)
    const now = ctx.clock.now()
    await refuseCutOff(ctx, actor, eventId)
    if (entryEnds(event) <= now) throw conflict('event_over', 'This event is over, so nobody can be let in.')
    if ((await countOpenDoors(ctx, eventId)) >= mostOpen)
      throw conflict('too_many_doors', `${mostOpen} doors are open at this event. Close one first.`)
    const times = { opened_at: now, seen_at: now, expires_at: doorsEnd(event) }
    const id = await insertDoor(ctx, {
      event_id: eventId,
      name,
      account_id: actor.id,
      device: deviceOf(actor),
      ...times,
    })
    await record(ctx, doorOpened, { actor_id: actor.id, event_id: eventId, door_id: id }, now)
    return id
  })
}

/** What identifies a device; another login, or another token, counts as another device. */
export const deviceOf = (actor: Actor) => (hasSession(actor) ? `session ${actor.session_id}` : `token ${actor.via.id}`)

const cutOff = () =>
  forbidden('door_closed', 'This device was cut off from the doors of this event. Log in again to continue.')

/** @throws forbidden if the device was cut off from the event's doors */
export async function refuseCutOff(ctx: Context, actor: Actor, eventId: number): Promise<void> {
  if (await isDeviceCutOff(ctx, eventId, deviceOf(actor))) throw cutOff()
}

/** @throws not-found for people who do not manage its event; forbidden if the door is closed or the device cut off */
export async function getDoor(ctx: Context, actor: Actor, id: number): Promise<DoorRow> {
  const door = await findDoor(ctx, id, deviceOf(actor))
  refuseAtDoor(actor, door)
  await keepSeen(ctx, door)
  return door
}

/** @throws not-found, forbidden: the same for every verb at a door */
export function refuseAtDoor<D extends { host_id: number; closed_at: number | null; cut_off: number | null }>(
  actor: Actor,
  door: D | undefined,
): asserts door is D {
  if (!door || !mayManage(actor, door)) throw notFound('door')
  if (door.cut_off !== null) throw cutOff()
  if (door.closed_at !== null) throw forbidden('door_closed', 'This door is closed. Open another one to continue.')
}

/** Records when a door was last used, to the minute. */
export async function keepSeen(ctx: Context, { id, seen_at }: { id: number; seen_at: number }): Promise<void> {
  if (Math.abs(ctx.clock.now() - seen_at) < seenEvery) return
  await writeIfPossible(ctx, 'when a door was last used', () => touchDoor(ctx, id))
}

/**
 * Closes a door; does nothing if it is closed. If another device does so, the door's own device is cut off: it can
 * neither open nor use a door of this event until somebody logs in on it again.
 *
 * @returns the event's id
 */
export function closeDoor(ctx: Context, actor: Actor, id: number): Promise<number> {
  return withTransaction(ctx, async (ctx) => {
    const device = deviceOf(actor)
    const door = await findDoor(ctx, id, device)
    if (!door || !mayManage(actor, door)) throw notFound('door')
    if (door.cut_off !== null) throw cutOff()
    const now = ctx.clock.now()
    if (await endDoor(ctx, id, { closed_by: actor.id, device, closed_at: now }))
      await record(ctx, doorClosed, { actor_id: actor.id, event_id: door.event_id, door_id: id }, now)
    return door.event_id
  })
}

const mostListed = 100

/** @throws not-found, forbidden for people who do not manage the event */
export async function readDoors(ctx: Context, actor: Actor, eventId: number) {
  refuseOthers(actor, await getEvent(ctx, actor, eventId))
  return doorsAt(ctx, eventId)
}

/** Only called for people who manage the event. */
export const doorsAt = (ctx: Context, eventId: number) => listDoors(ctx, eventId, mostListed)
