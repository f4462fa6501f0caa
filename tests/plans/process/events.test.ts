import { expect, test } from 'vitest'
import { listAttendees, listNames, listOwnBookings } from '#events/bookings/list-queries.ts'
import { listEvents } from '#events/events/list-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { join } from '../../support/people.ts'
import { startOnSqlite } from './searches.ts'

const world = await startOnSqlite()
const { ctx, searchesOf } = world
const kim = { id: (await join(world, 'kim')).id, is_staff: false } as Actor

const ofPersonAt = (table: string, name: string) =>
  `SEARCH ${name} USING INDEX ${table}_of_account (account_id=? AND event_id=?)`

test('whether somebody may see an event is found past nothing that they have at others', async () => {
  for (const list of [
    () => listEvents(ctx, kim, {}, { limit: 25 }),
    () => listOwnBookings(ctx, kim, true, { limit: 25 }),
  ]) {
    expect(await searchesOf('waiting', list)).toEqual([ofPersonAt('waiting_entries', 'waiting')])
    expect(await searchesOf('own', list)).toEqual([ofPersonAt('bookings', 'own')])
  }
})

test('a page of the bookings of an event is found past no others', async () => {
  const page = await searchesOf('bookings', () => listAttendees(ctx, 1, 25))
  expect(page).toEqual(['SEARCH bookings USING INDEX bookings_of_event (event_id=? AND id>?)'])
})

test('the first names of who comes are found without reading all passes of the event', async () => {
  const names = () => listNames(ctx, 1, 25, 0)
  expect(await searchesOf('passes', names)).toEqual(['SEARCH passes USING INDEX passes_of_event (event_id=? AND id>?)'])
  const earlier = 'SEARCH earlier USING INDEX passes_of_holder (holder_id=? AND event_id=? AND rowid<?)'
  expect(await searchesOf('earlier', names)).toEqual([earlier])
})

test('what somebody comes to is found past no other event', async () => {
  const events = () => listEvents(ctx, { ...kim, is_staff: true }, { attendee_id: kim.id }, { limit: 5 })
  expect(await searchesOf('coming', events)).toEqual(['SEARCH coming USING INDEX bookings_of_account (account_id=?)'])
  expect(await searchesOf('events', events)).toEqual([])
})
