import { describe, expect, test } from 'vitest'
import { textOf, unescaped } from '../accounts/reading.ts'
import { day, hour } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join, type Member, ticketOf } from '../support/people.ts'
import { listedOn, startDesk } from './desk.ts'

const statements: string[] = []
const { world, customer, anna, open } = await startDesk({
  env: { SESSION_HOURS: '8000' },
  onStatement: ({ query }) => statements.push(query.sql),
})
const stranger = await join(world, 'stranger')

describe('what staff see of a person', () => {
  test('on the ticket’s page are the newest other tickets, by one statement; the customer sees none of it', async () => {
    const first = await open('The first of all')
    const page = async () => (await anna.pages.get(`/tickets/${first}`).expect(200)).text
    expect(await page()).not.toContain('id="other-tickets"')
    const others = []
    for (let n = 0; n < 7; n += 1) others.push(await open(`Another ticket ${n}`))
    await page()
    statements.length = 0
    const text = await page()
    expect(statements.filter((sql) => /"customer_id" = \S+ and "id" != /.test(sql))).toHaveLength(1)
    const shown = pageOf(text).all('link', /^Another ticket /)
    expect(shown.map(({ href }) => href)).toEqual(
      others
        .slice(2)
        .reverse()
        .map((id) => `/tickets/${id}`),
    )
    expect(pageOf(text).get('link', 'All tickets').href).toBe(`/accounts/${customer.id}`)
    expect((await customer.pages.get(`/tickets/${first}`)).text).not.toContain('other-tickets')
  })

  test('on the person’s page are address and tickets; customers see neither', async () => {
    const kim = await join(world, 'kimberly')
    const own = [await ticketOf(world, kim, 'Lost and found'), await ticketOf(world, kim, 'Found again')]
    await kim.api.post(`/tickets/${own[0]}/closure`).expect(200)
    const { text } = await anna.pages.get(`/accounts/${kim.id}`).expect(200)
    expect(text).toContain(kim.email)
    expect(new Set(listedOn(text))).toEqual(new Set(own))
    for (const one of [kim, stranger]) {
      const seen = (await one.pages.get(`/accounts/${kim.id}`).expect(200)).text
      expect(seen).not.toContain(kim.email)
      expect(listedOn(seen)).toEqual([])
    }
  })
})

test('a person’s page leads on to their next ticket, even if their username is another’s number', async () => {
  const eve = await join(world, String(anna.id))
  const own = [await ticketOf(world, eve), await ticketOf(world, eve)]
  const { text } = await anna.pages.get(`/accounts/${eve.id}`).expect(200)
  const from = unescaped(/data-list="([^"]*)"/.exec(text)?.[1] ?? '')
  const { headers } = await anna.pages.get('/tickets/next').query({ from, after: own[1] }).expect(303)
  expect(headers.location).toBe(`/tickets/${own[0]}`)
})

async function agesOn(reader: Member, path: string) {
  const html = (await reader.pages.get(path).expect(200)).text
  return [...html.matchAll(/class="ticket__age">(.*?)<\/span>/gs)].map(([, age = '']) => textOf(age))
}

test('lists of those who wait say for how long', async () => {
  const { world, customer, anna } = await startDesk({ env: { SESSION_HOURS: '8000' } })
  const [answered, untouched] = [await ticketOf(world, customer), await ticketOf(world, customer)]
  world.clock.advance(3 * day)
  await anna.api.post(`/tickets/${answered}/messages`, { message: 'Which room?', claim: true }).expect(201)
  world.clock.advance(day)
  await customer.api.post(`/tickets/${answered}/messages`, { message: 'Room 2.' }).expect(201)
  world.clock.advance(5 * day)
  // Since the customer's new question, however long staff were silent before, as on the home page.
  expect(await agesOn(anna, '/tickets?sort=waiting')).toEqual(['waits 1 week', 'waits 5 days'])
  expect(await agesOn(anna, '/tickets?queue=inactive')).toEqual(['no reply for 1 week', 'no reply for 6 days'])
  expect(await agesOn(anna, '/tickets?queue=unclaimed')).toEqual(['waits 1 week'])
  expect(await agesOn(anna, '/tickets?queue=open')).toEqual(['5 days', '1 week'])
  expect(untouched).toBeGreaterThan(answered)
  const ago = (days: number) => new Date(world.clock.now() - days * day).toISOString()
  const waitsSince = async (query: string): Promise<(string | null)[]> =>
    (await anna.api.get(`/tickets?${query}`).expect(200)).body.tickets.map(
      ({ waits_since }: { waits_since: string | null }) => waits_since,
    )
  expect(await waitsSince('sort=waiting')).toEqual([ago(9), ago(5)])
  await anna.api.post(`/tickets/${untouched}/closure`).expect(200)
  expect(await waitsSince('status=closed')).toEqual([null])
})

test('a list of those who wait for different people says for whom each does', async () => {
  const { world, customer, anna } = await startDesk({ env: { SESSION_HOURS: '8000' } })
  const [answered] = [await ticketOf(world, customer), await ticketOf(world, customer)]
  await anna.api.post(`/tickets/${answered}/messages`, { message: 'Which room?', claim: true }).expect(201)
  world.clock.advance(5 * day)
  const textAt = async (path: string) => textOf((await anna.pages.get(path).expect(200)).text)
  expect((await textAt('/tickets?sort=waiting')).split('Waiting for the customer waits 5 days')).toHaveLength(2)
  const inactive = await textAt('/tickets?queue=inactive')
  for (const who of ['staff', 'the customer']) expect(inactive).toContain(`Waiting for ${who} no reply for 5 days`)
  expect(await textAt('/home')).not.toContain('Waiting for the customer waits')
})

test('who has waited longest comes first by the order of that name, as on the home page', async () => {
  const { world, customer, anna } = await startDesk({ env: { SESSION_HOURS: '8000' } })
  const answered = await ticketOf(world, customer)
  await anna.api.post(`/tickets/${answered}/messages`, { message: 'Which room?', claim: true }).expect(201)
  world.clock.advance(day)
  const untouched = await ticketOf(world, customer)
  world.clock.advance(day)
  await customer.api.post(`/tickets/${answered}/messages`, { message: 'Room 2.' }).expect(201)
  world.clock.advance(hour)
  expect(
    listedOn((await anna.pages.get('/tickets?status=open&waiting_on=staff&sort=waiting').expect(200)).text),
  ).toEqual([untouched, answered])
})

test('a ticket that is opened again waits from then on, however long it was closed', async () => {
  const { world, customer, anna } = await startDesk({ env: { SESSION_HOURS: '8000' } })
  const id = await ticketOf(world, customer)
  await anna.api.post(`/tickets/${id}/messages`, { message: 'Which room?', claim: true }).expect(201)
  await anna.api.post(`/tickets/${id}/closure`).expect(200)
  world.clock.advance(90 * day)
  await customer.api.post(`/tickets/${id}/messages`, { message: 'Room 2.' }).expect(201)
  world.clock.advance(day)
  expect(await agesOn(anna, '/tickets?sort=waiting')).toEqual(['waits 1 day'])
  expect(listedOn((await anna.pages.get('/tickets?queue=inactive').expect(200)).text)).toEqual([])
  world.clock.advance(5 * day)
  expect(await agesOn(anna, '/tickets?queue=inactive')).toEqual(['no reply for 6 days'])
})
