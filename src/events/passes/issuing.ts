import { randomBytes } from 'node:crypto'
import type { Context } from '#context'
import { conflict } from '#errors'
import type { EventRow } from '#events/events/queries.ts'
import { admissionSpan } from '#events/events/times.ts'
import { record } from '#platform/activity/record.ts'
import { passesCancelled } from './activity.ts'
import { cancelPassesOf, insertPasses, lockPassesOf, type NewPass } from './issue-queries.ts'
import { newShortCode, shortCodeLength } from './short-codes.ts'

// A pass is created with its place and cancelled with its booking, in the booking's transaction.

/** Bytes. */
const publicIdLength = 8

interface Place {
  id: number
  /** Number of the type within the event; 0 for none. */
  type_number: number
}

/** @returns the ids of the passes, in the order of the places */
export async function issuePasses(
  ctx: Context,
  owner: { event_id: number; holder_id: number },
  places: Place[],
): Promise<number[]> {
  const ids = new Map<number, number>()
  // One iteration, unless a short code collides with another of the event.
  for (let attempt = 1; ids.size < places.length; attempt++) {
    if (attempt > 5) throw new Error('no pass could be issued: its codes are taken')
    const missing = places.filter(({ id }) => !ids.has(id))
    const passes = withCodes(missing)
    for (const { id, place_id } of await insertPasses(ctx, owner, passes)) ids.set(place_id, id)
  }
  return places.map(({ id }) => ids.get(id) as number)
}

/** Requests all random bytes at once: each call costs as much as a statement. */
function withCodes(places: Place[]): NewPass[] {
  const length = publicIdLength + shortCodeLength
  const random = randomBytes(places.length * length)
  return places.map(({ id, type_number }, n) => {
    const own = random.subarray(n * length, (n + 1) * length)
    return {
      ...{ place_id: id, type_number },
      public_id: own.toString('hex', 0, publicIdLength),
      short_code: newShortCode(own.subarray(publicIdLength)),
    }
  })
}

/** Notifies people to whom one of them was handed. Passes of admitted people stay. @returns the holders */
export async function cancelPasses(
  ctx: Context,
  event: EventRow,
  { id: booking_id, account_id }: { id: number; account_id: number },
  actor_id: number,
  now: number,
): Promise<number[]> {
  const { from: since } = admissionSpan(ctx, event, now)
  const holders = (await cancelPassesOf(ctx, booking_id, { cancelled_at: now, since })).filter(
    (id) => id !== account_id,
  )
  if (holders.length > 0) await record(ctx, passesCancelled, { actor_id, event, booking_id, holders }, now)
  return holders
}

/** The places of a booking with which nobody is in; at an event of several days, today. Stay so until the transaction ends. */
export async function placesNotIn(ctx: Context, event: EventRow, bookingId: number): Promise<number[]> {
  const { from } = admissionSpan(ctx, event, ctx.clock.now())
  const passes = await lockPassesOf(ctx, bookingId)
  return passes.filter(({ used_at }) => used_at === null || used_at < from).map(({ place_id }) => place_id)
}

/**
 * Called before `cancelPasses`, in its transaction: a concurrent scan is either seen or refused.
 *
 * @param isPart whether it was some places of a booking alone
 * @throws conflict for a booking of which somebody has been admitted
 */
export async function refuseAdmitted(ctx: Context, bookingId: number, isPart: boolean): Promise<void> {
  if ((await lockPassesOf(ctx, bookingId)).every(({ used_at }) => used_at === null)) return
  const what = isPart ? 'one of these places, so it cannot be given back.' : 'this booking, so it cannot be cancelled.'
  throw conflict('already_admitted', `Somebody has already been let in with ${what}`)
}
