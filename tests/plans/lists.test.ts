import { expect, test } from 'vitest'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { Plans } from './plans.ts'

const plans = new Plans()
const world = await startApp({ onStatement: plans.onStatement })
const [kim, anna, boss] = [
  await join(world, 'kim'),
  await join(world, 'anna', 'assistant'),
  await join(world, 'boss', 'admin'),
]
const id = await ticketOf(world, kim)
await anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)

const cursor = (...position: number[]) => `cursor=${Buffer.from(JSON.stringify(position)).toString('base64url')}`

const tickets = [
  ...['open', 'closed'].map((queue) => `queue=${queue}`),
  ...['oldest', 'newest', 'updated', 'closed', 'waiting'].flatMap((sort) =>
    ['open', 'closed', 'any'].map((status) => `status=${status}&sort=${sort}`),
  ),
  ...[
    'waiting_on=staff',
    'unread=yes',
    'from=2026-11-21',
    'to=2026-11-21',
    'q=umbrella',
    'q=umbrella&sort=newest',
    'q=%2349',
  ],
  `queue=open&${cursor(1, 1, 1)}`,
]
const staffTickets = [
  ...['mine', 'unclaimed', 'inactive', 'mine_closed'].map((queue) => `queue=${queue}`),
  ...['me', 'nobody', String(anna.id)].flatMap((assistant) =>
    ['oldest', 'updated', 'priority'].map((sort) => `assistant=${assistant}&sort=${sort}`),
  ),
  ...['customer=kim', 'escalated=yes', 'priority=high', 'tag=lost', 'status=any&tag=lost', 'sort=priority'],
  ...['q=kim', 'q=m%C3%BCller+kim@example.com', 'q=%E9%80%80%E6%AC%BE%E7%94%B3'],
  ...['q=umbrella&customer=kim', 'q=umbrella&tag=lost', 'q=umbrella&status=any&priority=high'],
]
const admin = [
  ...['', 'q=kim', 'q=5', 'q=m%C3%BCller+kim@example.com', 'type=customer', cursor(0, 5)].map(
    (query) => `/admin/accounts?${query}`,
  ),
  ...['active', 'unverified', 'suspended', 'deleted'].map((state) => `/admin/accounts?state=${state}`),
  ...['', 'q=kim', 'address=127.', 'reason=wrong', cursor(0, 5)].map((query) => `/admin/failed-logins?${query}`),
  ...['', 'who=kim', 'who=system', 'action=opened', 'entity=ticket', 'entity=ticket&entity_id=1', cursor(5, 5)].map(
    (query) => `/admin/audit?${query}`,
  ),
  ...['from=2026-11-21', 'who=kim&action=opened&from=2026-11-21'].map((query) => `/admin/audit?${query}`),
  `/admin/jobs?${cursor(5, 5)}`,
  `/admin/audit.csv?who=kim`,
]

test('no list reads a whole table, whatever it is asked for', async () => {
  await plans.watch(async () => {
    for (const query of tickets) await kim.pages.get(`/tickets?${query}`)
    for (const query of [...tickets, ...staffTickets]) await anna.pages.get(`/tickets?${query}`)
    for (const address of admin) await boss.pages.get(address)
    for (const query of [cursor(1, 1), 'show=unread']) await kim.pages.get(`/notifications?${query}`)
    for (const place of ['history', 'edits']) await anna.pages.get(`/tickets/${id}/${place}?${cursor(1, 1)}`)
    await kim.pages.get(`/tickets/${id}?before=5`)
  })
  expect(plans.size).toBeGreaterThan(50)
  expect(await plans.scans(world.ctx)).toEqual([])
})
