import { describe, expect, test } from 'vitest'
import { closeTicket } from '#desk/tickets/closures.ts'
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
    expect(textOf((await kim.pages.get('/home')).text)).toContain('You have as many open tickets')
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

  const reopenings: [string, (kim: Member, id: number) => PromiseLike<{ status: number; text: string }>][] = [
    ['the API', (kim, id) => kim.api.post(`/tickets/${id}/reopening`)],
    ['the page', (kim, id) => kim.pages.post(`/tickets/${id}/reopening`).type('form').send({}).redirects(0)],
    ['!open', (kim, id) => kim.api.post(`/tickets/${id}/messages`, { message: '!open' })],
    ['a message', (kim, id) => kim.api.post(`/tickets/${id}/messages`, { message: 'One more thing' })],
    [
      'a message on the page',
      (kim, id) =>
        kim.pages.post(`/tickets/${id}/messages`).type('form').send({ message: 'One more thing' }).redirects(0),
    ],
    [
      'the classic contract',
      ({ token }, id) =>
        world.api().post(`/ticket/${id}`).set('Authorization', `Bearer ${token}`).send({ message: 'One more thing' }),
    ],
  ]
  test.each(reopenings)('counts for opening a ticket again by %s, which leaves nothing behind', async (way, reopen) => {
    const pat = await join(world, `pat${reopenings.findIndex(([name]) => name === way)}`)
    const [old, next] = [await ticketOf(world, pat), await ticketOf(world, pat)]
    await closeTicket(world.ctx, pat.actor, old)
    for (let n = 0; n < 2; n += 1) await ticketOf(world, pat)
    const { body: before } = await pat.api.get(`/tickets/${old}/messages`)
    const refused = await reopen(pat, old)
    expect(refused.status).toBe(way === 'the classic contract' ? 400 : 409)
    expect(textOf(refused.text)).toContain('You have 3 open tickets, as many as may be open at once.')
    if (way === 'a message on the page') expect(refused.text).toContain('One more thing')
    expect((await pat.api.get(`/tickets/${old}/messages`)).body).toEqual(before)
    expect((await pat.api.get(`/tickets/${old}`)).body).toMatchObject({ status: 'closed' })

    await pat.api.post(`/tickets/${next}/reopening`).expect(200)
    await closeTicket(world.ctx, pat.actor, next)
    expect((await reopen(pat, old)).status).toBeLessThan(400)
    expect(await openOf(pat)).toBe(3)
  })

  test('does not keep the desk from opening a ticket again', async () => {
    const rob = await join(world, 'rob')
    const [anna, closed] = [await join(world, 'anna', 'assistant'), [] as number[]]
    for (let n = 0; n < 3; n += 1) closed.push(await ticketOf(world, rob))
    for (const id of closed) await closeTicket(world.ctx, rob.actor, id)
    for (let n = 0; n < 3; n += 1) await ticketOf(world, rob)
    const [first, second, third] = closed
    await anna.api.post(`/tickets/${first}/messages`, { message: 'We found it.' }).expect(201)
    await anna.api.post(`/tickets/${second}/reopening`).expect(200)
    await anna.api.post(`/tickets/${third}/claim`, { expected_assistant_id: null }).expect(200)
    expect(await openOf(rob)).toBe(6)
    await rob.api.post(`/tickets/${first}/messages`, { message: 'Thank you!' }).expect(201)
  })

  test('holds when twenty are opened again at the same moment', async () => {
    const sue = await join(world, 'sue')
    const closed: number[] = []
    for (let n = 0; n < 8; n += 1) {
      const id = await ticketOf(world, sue)
      await closeTicket(world.ctx, sue.actor, id)
      closed.push(id)
    }
    const again = (id: number) => sue.api.post(`/tickets/${id}/reopening`)
    const answers = await Promise.all([...closed.map(again), ...closed.map(() => sue.api.post('/tickets', ticket))])
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(3)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(13)
    expect(await openOf(sue)).toBe(3)
  })

  test('is each customer’s own', async () => {
    const [max, mia] = [await join(world, 'max'), await join(world, 'mia')]
    for (let n = 0; n < 3; n += 1) await ticketOf(world, max)
    await mia.api.post('/tickets', ticket).expect(201)
  })
})

describe('the limit on opening tickets', async () => {
  const world = await startApp({ env: { RATE_LIMITS: 'on', MAX_OPEN_TICKETS: '1000' } })

  test('is ten in an hour for a customer, by page and API together', async () => {
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
