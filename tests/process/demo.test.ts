import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clientOf } from './client.ts'
import { interrupt, ownFolder, refusesConnections, root, start } from './program.ts'

/** The number of tickets in a queue, over all its pages. */
async function countOf(client: ReturnType<typeof clientOf>, queue: string): Promise<number> {
  let count = 0
  for (let cursor = ''; ; ) {
    const { body } = await client.get(`/tickets?queue=${queue}&limit=100${cursor}`)
    count += body.tickets.length
    if (!body.next_cursor) return count
    cursor = `&cursor=${body.next_cursor}`
  }
}

test('npm run demo opens a lively studio under the settings that were given and leaves nothing behind', async () => {
  const folder = await ownFolder()
  const before = await readdir(root)
  const env = {
    DATABASE_URL: `file:${join(folder, 'supportme.db')}`,
    SITE_NAME: 'Trial desk',
    RATE_LIMITS: 'off',
    MAX_OPEN_TICKETS: '1',
    REQUIRE_VERIFIED_EMAIL: 'on',
    SINGLE_SESSION: '',
  }
  const demo = await start({ folder, env, command: ['npm', '--prefix', root, 'run', 'demo'] })
  const people = [...demo.out().matchAll(/^ {2}(customer|assistant|admin) +(\w+) +(\S.*)$/gm)]
  const password = /password is (\S+)/.exec(demo.out())?.[1]
  expect(people.length).toBeGreaterThanOrEqual(12)
  expect(new Set(people.map(([, type]) => type))).toEqual(new Set(['customer', 'assistant', 'admin']))

  for (const type of ['customer', 'assistant', 'admin']) {
    const login = people.find((person) => person[1] === type)?.[2]
    expect(await clientOf(demo.url).post('/sessions', { login, password })).toMatchObject({ status: 201 })
  }
  const staff = people.find(([, type]) => type === 'assistant')?.[2]
  const { body } = await clientOf(demo.url).post('/sessions', { login: staff, password })
  const desk = clientOf(demo.url, body.access_token)
  expect((await countOf(desk, 'open')) + (await countOf(desk, 'closed'))).toBeGreaterThanOrEqual(60)
  for (const queue of ['mine', 'unclaimed', 'inactive', 'closed']) expect(await countOf(desk, queue)).toBeGreaterThan(0)

  const { body: shown } = await desk.get('/events?limit=1')
  expect(Date.parse(shown.events[0].starts_at) - Date.now()).toBeLessThan(3 * 3_600_000)
  expect((await desk.get(`/events/${shown.events[0].id}/bookings`)).body.attendees.length).toBeGreaterThan(5)

  const login = people.find(([, type]) => type === 'customer')?.[2]
  const customer = await clientOf(demo.url).post('/sessions', { login, password })
  const ticket = { title: 'One too many', message: 'This desk takes one at a time.' }
  const { post } = clientOf(demo.url, customer.body.access_token)
  expect([await post('/tickets', ticket), await post('/tickets', ticket)]).toContainEqual(
    expect.objectContaining({ status: 409 }),
  )
  expect(await (await fetch(`${demo.url}/login`)).text()).toContain('Trial desk')

  await interrupt(demo)
  expect(await refusesConnections(demo.url)).toBe(true)
  expect((await readdir(folder)).filter((name) => name.startsWith('supportme'))).toEqual([])
  expect(await readdir(root)).toEqual(before)
})
