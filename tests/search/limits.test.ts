import { expect, test } from 'vitest'
import { findTickets } from '#desk/ticket-lists/listing.ts'
import { minute } from '../support/clock.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const world = await startApp({ env: { RATE_LIMITS: 'on' } })
const [kim, lee] = [await join(world, 'kim'), await join(world, 'lee')]
const many = await startApp()

test('an account searches 120 times a minute; lists without words do not count', async () => {
  const id = await ticketOf(world, kim, 'My lost umbrella')
  for (let n = 0; n < 120; n++) await findTickets(world.ctx, kim.actor, { q: 'umbrella' }, 25)
  const refused = await kim.api.get('/tickets?q=umbrella').expect(429)
  expect(refused.body).toMatchObject({ code: 'too_many', retry_after: 60 })
  expect(refused.headers['retry-after']).toBe('60')
  await kim.pages.get('/tickets?q=umbrella').expect(429)
  await kim.pages.get('/tickets?status=any').expect(200)
  await lee.api.get('/tickets?q=umbrella').expect(200)
  world.clock.advance(minute)
  const { body } = await kim.api.get('/tickets?q=umbrella').expect(200)
  expect(body.tickets).toMatchObject([{ id }])
})

test('as many tickets are found as there are, whatever part of the texts each may have', async () => {
  const [mia, anna] = [await join(many, 'mia'), await join(many, 'anna', 'assistant')]
  for (let n = 0; n < 35; n++) await ticketOf(many, mia, 'My lost umbrella')
  for (const { api } of [mia, anna]) {
    const { body } = await api.get('/tickets?q=umbrella&limit=34').expect(200)
    expect(body).toMatchObject({ tickets: { length: 34 }, next_cursor: expect.any(String) })
  }
})
