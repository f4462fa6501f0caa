import type { Context } from '#context'
import { bookPlaces, markPaid } from '#events/bookings/bookings.ts'
import { issuePurchaseToken } from '#events/bookings/purchase-tokens.ts'
import { openDoor } from '#events/door/doors.ts'
import { createEvent, typesOf } from '#events/events/events.ts'
import { type EventInput, newEvent } from '#events/events/schemas.ts'
import { clockfaceOf } from '#events/events/times.ts'
import { handOver } from '#events/passes/handover.ts'
import { ownPasses } from '#events/passes/passes.ts'
import type { Actor } from '#platform/identity/actor.ts'

const quarter = 15 * 60_000
const hour = 4 * quarter

/** The bookings: how many adults and children, and whether they have paid. */
const bookings = [
  ['raj', 2, 0, true],
  ['mrskeane', 2, 2, true],
  ['ava', 1, 0, false],
  ['lucie', 1, 0, true],
  ['tomasz', 2, 1, false],
  ['eleni', 1, 0, false],
  ['mrsfitz', 1, 2, true],
  ['yuki', 1, 0, true],
] as const

/** A show that begins two hours after the demo, for trying passes and doors in two windows. */
export async function addTonight(ctx: Context, people: Map<string, Actor>): Promise<void> {
  if (!ctx.settings.current.events) return
  const by = (name: string): Actor => {
    const actor = people.get(name)
    if (!actor) throw new Error(`nobody is called ${name}`)
    return actor
  }
  const starts_at = Math.ceil((ctx.clock.now() + 2 * hour) / quarter) * quarter
  const event = newEvent.parse({
    title: 'Tonight: tango and live music',
    description: 'Three bands, two floors, and a short class for everybody at the beginning.',
    ...clockfaceOf(ctx.config.timeZone, { starts_at, ends_at: starts_at + 3 * hour }),
    ...{ location: 'The Old Mill', capacity: 40, places_per_person: 4, attendees_visible: true },
    types: [
      { name: 'Adult', price: 15 },
      { name: 'Child', price: 5 },
    ],
  })
  const id = await createEvent(ctx, by('helen'), event as EventInput)
  const [adult, child] = await typesOf(ctx, id)
  for (const [name, adults, children, paid] of bookings) {
    const place = (type_id: number | undefined) => ({ type_id: type_id ?? null, answers: {} })
    const { booking } = await bookPlaces(ctx, by(name), id, {
      purchase_token: issuePurchaseToken(ctx, by(name).id, id).token,
      places: [...Array(adults).fill(place(adult?.id)), ...Array(children).fill(place(child?.id))],
    })
    if (paid) await markPaid(ctx, by('helen'), booking.id, true)
  }
  const { rows } = await ownPasses(ctx, by('raj'), { event_id: id, past: false, limit: 1 })
  if (rows[0]) await handOver(ctx, by('raj'), rows[0].id, 'siobhan')
  await openDoor(ctx, by('helen'), id, 'Main entrance')
}
