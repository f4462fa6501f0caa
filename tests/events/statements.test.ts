import { expect, test } from 'vitest'
import { join } from '../support/people.ts'
import { book, startHouse, tokenFor } from './stage.ts'

const statements: string[] = []
const { world, host, kim, create } = await startHouse({ onStatement: ({ query }) => statements.push(query.sql) })

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
