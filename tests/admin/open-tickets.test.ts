import { describe, expect, test } from 'vitest'
import { closeTicket } from '../../src/tickets/closures.ts'
import { textOf } from '../accounts/reading.ts'
import { hour } from '../support/clock.ts'
import { join, type Member, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const ticket = { title: 'A question about classes', message: 'When does the next one begin?' }

describe('the cap on open tickets', async () => {
  const world = await startApp({ env: { MAX_OPEN_TICKETS: '3' } })
  const openOf = async ({ id }: Member) => {
    const open = world.ctx.db
      .selectFrom('tickets')
      .select('id')
      .where('customer_id', '=', id)
      .where('closed_at', 'is', null)
    return (await open.execute()).length
  }

  test('refuses one too many on page and API, says what to do, and takes it after one was closed', async () => {
    const kim = await join(world, 'kim')
    const first = await ticketOf(world, kim)
    await ticketOf(world, kim)
    expect((await kim.pages.get('/home')).text).toContain('href="/tickets/new"')
    await ticketOf(world, kim)
    const { body } = await kim.api.post('/tickets', ticket).expect(409)
    expect(body).toMatchObject({
      code: 'too_many_open_tickets',
      detail: 'You have 3 open tickets, as many as may be open at once. Close one that is settled, then open this one.',
    })
    const page = await kim.pages.post('/tickets').type('form').send(ticket).expect(409)
    expect(textOf(page.text)).toContain(body.detail)
    expect(page.text).toContain(ticket.message)
    expect(textOf((await kim.pages.get('/home')).text)).toContain('You have reached the number of tickets')
    await closeTicket(world.ctx, kim.actor, first)
    await kim.api.post('/tickets', ticket).expect(201)
    expect(await openOf(kim)).toBe(3)
  })

  test('holds when twenty are sent at the same moment', async () => {
    const lia = await join(world, 'lia')
    const keyed = (n: number) => lia.api.post('/tickets', ticket).set('Idempotency-Key', `key-${n}`)
    const plain = () => lia.api.post('/tickets', ticket)
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? keyed(n) : plain())))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(3)
    expect(statuses.filter((status) => status === 409)).toHaveLength(17)
    expect(await openOf(lia)).toBe(3)
  })

  test('is each customer’s own', async () => {
    const [max, mia] = [await join(world, 'max'), await join(world, 'mia')]
    for (let n = 0; n < 3; n += 1) await ticketOf(world, max)
    await mia.api.post('/tickets', ticket).expect(201)
  })
})

describe('the limit on opening tickets', async () => {
  const world = await startApp({ env: { RATE_LIMITS: 'on', MAX_OPEN_TICKETS: '1000' } })

  test('is ten in an hour for a customer, on whichever door', async () => {
    const kim = await join(world, 'kim')
    for (let n = 0; n < 9; n += 1) await kim.api.post('/tickets', ticket).expect(201)
    await kim.pages.post('/tickets').type('form').send(ticket).redirects(0).expect(303)
    const { headers } = await kim.api.post('/tickets', ticket).expect(429)
    expect(Number(headers['retry-after'])).toBe(3600)
    const page = await kim.pages.post('/tickets').type('form').send(ticket).expect(429)
    expect(textOf(page.text)).toContain('That was tried too often.')
    expect(page.text).toContain(ticket.message)
    world.clock.advance(hour)
    await kim.api.post('/tickets', ticket).expect(201)
    world.clock.advance(hour)
  })

  test('is thirty in an hour for an address', async () => {
    for (const name of ['ana', 'bob', 'cas']) {
      const one = await join(world, name)
      for (let n = 0; n < 10; n += 1) await one.api.post('/tickets', ticket).expect(201)
    }
    const next = await join(world, 'dan')
    const { headers } = await next.api.post('/tickets', ticket).expect(429)
    expect(headers.ratelimit).toContain('"open-ticket-address";r=0')
  })
})
