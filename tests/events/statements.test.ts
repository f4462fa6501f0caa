import { expect, test } from 'vitest'
import { join } from '../support/people.ts'
import { book, dayFromNow, placesTaken, startHouse, tokenFor } from './stage.ts'

const statements: string[] = []
const { world, host, kim, create } = await startHouse({
  env: { EVENT_OFFER_HOURS: '72' },
  onStatement: ({ query }) => statements.push(query.sql),
})

const question = { label: 'Child’s name', kind: 'text' }
const id = await create({ capacity: 5, attendees_visible: true, questions: [question], types: [{ name: 'Adult' }] })
const type_id = (await kim.api.get(`/events/${id}`)).body.types[0].id
await book(kim, id, { type_id, quantity: 2 })
await book(await join(world, 'nia'), id, { type_id, quantity: 3 })
await kim.api.post(`/events/${id}/waiting-list`, { quantity: 1, type_id }).expect(204)
for (let n = 0; n < 10; n++) await book(kim, await create())

test('a booking takes ten statements at most, beside the session’s', async () => {
  const event = await create()
  const booking = { purchase_token: await tokenFor(kim, event), quantity: 2 }
  statements.length = 0
  expect((await book(kim, event, booking)).status).toBe(201)
  const own = statements.filter((text) => !/ "sessions" |^(begin|commit)/.test(text))
  expect(own.length, own.join('\n')).toBeLessThanOrEqual(10)
})

test.each(['/events', '/events?q=salsa', '/events/calendar', `/events/${id}`, '/bookings', `/events/${id}/booking`])(
  '%s takes eight statements at most',
  async (path) => {
    for (const member of [host, kim]) {
      statements.length = 0
      await member.pages.get(path).expect(200)
      expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(8)
    }
  },
)

test.each([
  [`/events/${id}/attendees`, 10],
  [`/events/${id}/door`, 8],
])('%s reads the event once: it takes %i statements at most', async (path, most) => {
  statements.length = 0
  await host.pages.get(path).expect(200)
  expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(most)
})

test('an event takes as many statements to be moved and cancelled, however many have an offer', async () => {
  const guests = [await join(world, 'oz'), await join(world, 'pam'), await join(world, 'quin')]
  const taken: number[][] = []
  for (const waiting of [guests.slice(0, 1), guests]) {
    const event = await create({ capacity: 1 })
    await book(kim, event)
    for (const guest of waiting) await guest.api.post(`/events/${event}/waiting-list`, { quantity: 1 }).expect(204)
    await host.api.patch(`/events/${event}`, { capacity: 9 }).expect(200)
    const counts: number[] = []
    for (const change of [
      () => host.api.patch(`/events/${event}`, { date: dayFromNow(world, 1) }),
      () => host.api.post(`/events/${event}/cancellation`),
    ]) {
      statements.length = 0
      await change().expect(200)
      counts.push(statements.length)
    }
    expect(await placesTaken(world, event)).toBe(1)
    taken.push(counts)
  }
  expect(taken[1]).toEqual(taken[0])
})

test('a lower limit for each person takes as many statements, however many may no longer wait', async () => {
  const guests = [await join(world, 'rae'), await join(world, 'sol'), await join(world, 'tim')]
  const taken: number[] = []
  for (const waiting of [guests.slice(0, 1), guests]) {
    const event = await create({ capacity: 4 })
    for (const guest of [...waiting, kim]) await book(guest, event)
    await host.api.patch(`/events/${event}`, { capacity: waiting.length + 1 }).expect(200)
    for (const guest of waiting) await guest.api.post(`/events/${event}/waiting-list`, { quantity: 1 }).expect(204)
    statements.length = 0
    await host.api.patch(`/events/${event}`, { places_per_person: 1 }).expect(200)
    taken.push(statements.length)
    for (const guest of waiting) {
      const { body } = await guest.api.get(`/events/${event}`).expect(200)
      expect(body.waiting_list).toBe(null)
    }
  }
  expect(taken[1]).toBe(taken[0])
})
