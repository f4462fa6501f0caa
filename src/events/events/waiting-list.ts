import type { Context } from '#context'
import { conflict, invalidField, notFound } from '#errors'
import { hour } from '#lib/durations.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { waitingJoined } from './activity.ts'
import { listTypes, type TypeRow } from './composition-queries.ts'
import { getEventForUpdate } from './events.ts'
import { findOwnAnswer } from './invitation-queries.ts'
import { freeOf, freeOfType, refuseTooMany } from './places.ts'
import type { EventRow } from './queries.ts'
import { refuseCancelled, refuseHost, refuseStarted, refuseUninvited } from './refusals.ts'
import { leaveLocked } from './waiting-entries.ts'
import { findPlaceInLine, insertEntry } from './waiting-queries.ts'

const joining: Limit = { name: 'join-waiting-list', most: 60, window: hour }

export interface Wish {
  places: number
  type_id: number | null
}

/** @throws conflict for people who wait already, host the event, or could book these places; invalid for an unknown type */
export async function joinWaitingList(ctx: Context, actor: Actor, eventId: number, wish: Wish): Promise<void> {
  await consume(ctx, joining, actor.id)
  await withTransaction(ctx, async (ctx) => {
    const event = await getEventForUpdate(ctx, actor, eventId)
    refuseHost(actor, event)
    refuseCancelled(event)
    refuseStarted(ctx, event)
    refuseUninvited(actor, event, (await findOwnAnswer(ctx, eventId, actor.id)) !== undefined)
    const type = typeFor(await listTypes(ctx, eventId), wish.type_id)
    refuseNeedlessWaiting(event, type, wish.places)
    await refuseTooMany(ctx, actor.id, event, wish.places)
    const now = ctx.clock.now()
    const { places, type_id } = wish
    const entry = {
      event_id: eventId,
      account_id: actor.id,
      type_id,
      places,
      state: 'waiting',
      joined_at: now,
    } as const
    if (!(await insertEntry(ctx, entry))) throw conflict('already_waiting', 'You are already on the waiting list.')
    await record(ctx, waitingJoined, { actor_id: actor.id, event, account_id: actor.id, places }, now)
  })
}

function typeFor(types: TypeRow[], typeId: number | null): TypeRow | null {
  const type = types.find(({ id }) => id === typeId) ?? null
  if (type === null && typeId !== null) throw invalidField('type_id', 'This event has no such ticket type.')
  if (type === null && types.length > 0) throw invalidField('type_id', 'Choose a ticket type.')
  return type
}

/** Nobody waits for places that are free, or more than there will ever be. */
function refuseNeedlessWaiting(event: EventRow, type: TypeRow | null, places: number): void {
  const [free, freeType] = [freeOf(event) ?? places, (type && freeOfType(type)) ?? places]
  if (Math.min(free, freeType) >= places) throw conflict('places_free', 'There are free places: book them.')
  const most = Math.min(event.capacity ?? places, type?.places ?? places, event.places_per_person ?? places)
  if (places > most)
    throw invalidField('quantity', `There ${most === 1 ? 'is only 1 place' : `are only ${most} places`} in all.`)
}

/** Leaves the list, or declines an offer, which then goes to the next person. */
export function leaveWaitingList(ctx: Context, actor: Actor, eventId: number): Promise<void> {
  return withTransaction(ctx, async (ctx) => {
    const event = await getEventForUpdate(ctx, actor, eventId)
    if (!(await leaveLocked(ctx, event, actor.id))) throw notFound('place on the waiting list')
  })
}

export type OwnWait = NonNullable<Awaited<ReturnType<typeof findOwnWait>>>

/** Somebody's state on the list: how many wait before them, or until when they have an offer. */
export async function findOwnWait(ctx: Context, { id }: { id: number }, eventId: number) {
  const entry = await findPlaceInLine(ctx, eventId, id)
  if (!entry) return undefined
  const { places, type_id, state, offer_ends_at, before } = entry
  return { places, type_id, offer_ends_at, before: state === 'waiting' ? Number(before) : 0 }
}
