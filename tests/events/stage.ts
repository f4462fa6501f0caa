import { join, type Member } from '../support/people.ts'
import { type AppOptions, startApp, type World } from '../support/world.ts'

/** The date some days after the clock's, in UTC, the time zone of tests. */
export const dayFromNow = ({ clock }: World, days: number) =>
  new Date(clock.now() + days * 24 * 3_600_000).toISOString().slice(0, 10)

/** Times of an event that begins this many minutes from now, and lasts an hour. */
export function startingIn({ clock }: World, minutes: number) {
  const face = (more: number) => new Date(clock.now() + (minutes + more) * 60_000).toISOString()
  const [starts, ends] = [face(0), face(60)]
  return {
    date: starts.slice(0, 10),
    start_time: starts.slice(11, 16),
    end_date: ends.slice(0, 10),
    end_time: ends.slice(11, 16),
  }
}

export const anEvent = (world: World, more: object = {}) => ({
  title: 'Salsa for two',
  description: 'Bring flat shoes.',
  date: dayFromNow(world, 7),
  start_time: '19:00',
  end_time: '20:30',
  location: 'Studio 2',
  ...more,
})

/** A desk with a host on staff and two customers. Call it at the top of a file or in a `describe`. */
export async function startHouse(options: AppOptions = {}) {
  const world = await startApp({ ...options, env: { TIME_ZONE: 'UTC', ...options.env } })
  const host = await join(world, 'mira', 'assistant')
  const [kim, lee] = [await join(world, 'kim'), await join(world, 'lee')]
  return {
    world,
    host,
    kim,
    lee,
    create: async (more: object = {}, by: Member = host): Promise<number> =>
      (await by.api.post('/events').send(anEvent(world, more)).expect(201)).body.id,
  }
}

export async function tokenFor(member: Member, eventId: number): Promise<string> {
  return (await member.api.post(`/events/${eventId}/purchase-tokens`).expect(200)).body.purchase_token
}

/** Books through the API, by default with a new token. */
export async function book(member: Member, eventId: number, body: object = {}) {
  const purchase_token = 'purchase_token' in body ? '' : await tokenFor(member, eventId)
  return member.api.post(`/events/${eventId}/bookings`).send({ purchase_token, quantity: 1, ...body })
}

export const placesTaken = async ({ ctx }: World, id: number): Promise<number> =>
  (await ctx.db.selectFrom('events').select('places_taken').where('id', '=', id).executeTakeFirstOrThrow()).places_taken

/** The number of booked places, counted by their rows. */
export async function placesBooked({ ctx }: World, id: number): Promise<number> {
  const rows = await ctx.db
    .selectFrom('booked_places')
    .innerJoin('bookings', 'bookings.id', 'booked_places.booking_id')
    .select('booked_places.id')
    .where('bookings.event_id', '=', id)
    .where('bookings.cancelled_at', 'is', null)
    .execute()
  return rows.length
}
