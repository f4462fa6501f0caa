import { expect, test } from 'vitest'
import { listAttendees, listNames, sumPayments } from '#events/bookings/attendee-queries.ts'
import { cancelBooking } from '#events/bookings/cancellation.ts'
import { listBookingsOf } from '#events/bookings/list-queries.ts'
import { createEvent } from '#events/events/events.ts'
import { invite } from '#events/events/invitations.ts'
import { listEvents } from '#events/events/list-queries.ts'
import { newEvent } from '#events/events/schemas.ts'
import { listOwnPasses } from '#events/passes/queries.ts'
import { termsOfNames } from '#lib/searched-words.ts'
import { anEvent } from '../../events/stage.ts'
import { join } from '../../support/people.ts'
import { startOnSqlite } from './searches.ts'

const world = await startOnSqlite()
const { ctx, searchesOf } = world
const member = await join(world, 'kim')
const kim = member.actor

const ofPersonAt = (table: string, name: string) =>
  `SEARCH ${name} USING INDEX ${table}_of_account (account_id=? AND event_id=?)`

test('whether somebody may see an event is found past nothing that they have at others', async () => {
  for (const list of [
    () => listEvents(ctx, kim, {}, { limit: 25 }),
    () => listBookingsOf(ctx, kim, kim.id, true, { limit: 25 }),
  ]) {
    expect(await searchesOf('waiting', list)).toEqual([ofPersonAt('waiting_entries', 'waiting')])
    expect(await searchesOf('own', list)).toEqual([ofPersonAt('bookings', 'own')])
  }
})

test('a page of the bookings of an event is found past no others', async () => {
  const page = await searchesOf('bookings', () => listAttendees(ctx, 1, 25))
  expect(page).toEqual(['SEARCH bookings USING INDEX bookings_of_event (event_id=? AND id>?)'])
})

test('somebody is looked for among the bookings of an event alone', async () => {
  const search = () => listAttendees(ctx, 1, 25, { terms: termsOfNames('kim') })
  expect(await searchesOf('bookings', search)).toEqual([
    'SEARCH bookings USING INDEX bookings_of_event (event_id=? AND id>?)',
  ])
  expect(await searchesOf('booked_places', search)).toEqual([
    'SEARCH booked_places USING INDEX booked_places_of_booking (booking_id=?)',
  ])
  expect(await searchesOf('bookings', () => sumPayments(ctx, 1))).toEqual([
    'SEARCH bookings USING INDEX bookings_of_event (event_id=?)',
  ])
})

test('the first names of who comes are found without reading all passes of the event', async () => {
  const names = () => listNames(ctx, 1, 25, 0)
  expect(await searchesOf('passes', names)).toEqual(['SEARCH passes USING INDEX passes_of_event (event_id=? AND id>?)'])
  const earlier = 'SEARCH earlier USING INDEX passes_of_holder (holder_id=? AND event_id=? AND rowid<?)'
  expect(await searchesOf('earlier', names)).toEqual([earlier])
})

test("the query for an attendee's events scans no other events", async () => {
  const events = () => listEvents(ctx, { ...kim, is_staff: true }, { attendee_id: kim.id }, { limit: 5 })
  expect(await searchesOf('coming', events)).toEqual(['SEARCH coming USING INDEX bookings_of_account (account_id=?)'])
  expect(await searchesOf('events', events)).toEqual([])
})

test("giving a place back reads only one person's rows, however many attend", async () => {
  const anna = await join(world, 'anna', 'assistant')
  const event = newEvent.parse(anEvent(world, { visibility: 'invite_only' }))
  const id = await createEvent(ctx, anna.actor, event)
  await invite(ctx, anna.actor, id, ['kim'])
  const { purchase_token } = (await member.api.post(`/events/${id}/purchase-tokens`)).body
  const booked = (await member.api.post(`/events/${id}/bookings`, { purchase_token, quantity: 1 }).expect(201)).body
  const found = await searchesOf('bookings', () => cancelBooking(ctx, member.actor, booked.id))
  expect(found.filter((step) => step.includes('bookings_of_event'))).toEqual([])
})

test('the passes that somebody has at an event are found past nothing that they or others have', async () => {
  const passes = () => listOwnPasses(ctx, kim.id, { event_id: 1, after: 0, most: 25 })
  expect(await searchesOf('passes', passes)).toEqual([
    'SEARCH passes USING INDEX passes_of_holder (holder_id=? AND event_id=?)',
    'SEARCH passes USING INDEX sqlite_autoindex_passes_1 (place_id=?)',
  ])
  expect(await searchesOf('bookings', passes)).toEqual([
    'SEARCH bookings USING INDEX bookings_of_account (account_id=? AND event_id=?)',
  ])
})

test('past events are found past none that are to come', async () => {
  const past = () => listEvents(ctx, kim, { past: true }, { limit: 25 })
  expect(await searchesOf('events', past)).toEqual(['SEARCH events USING INDEX events_by_start (starts_at<?)'])
})
