import { expect, test } from 'vitest'
import { listQueue, pageCounts } from '#desk/ticket-lists/queue-lists.ts'
import { countOpenTickets } from '#desk/tickets/opening-queries.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { listInbox } from '#platform/notifications/inbox.ts'
import { join } from '../../support/people.ts'
import { startOnSqlite } from './searches.ts'

const world = await startOnSqlite()
const { ctx, searchesOf } = world
const anna = { id: (await join(world, 'anna', 'assistant')).id, is_staff: true } as Actor

const inactive = 'SEARCH tickets USING INDEX tickets_inactive (queue_rank=? AND staff_replied_at<?)'

test('what every page counts is found past no other ticket and no notification that was read', async () => {
  const counts = () => pageCounts(ctx, anna)
  const tickets = await searchesOf('tickets', counts)
  const ofAssistant = 'SEARCH tickets USING INDEX tickets_open_of_assistant (assistant_id=?)'
  expect(tickets).toEqual([ofAssistant, ofAssistant, inactive, inactive])
  const unread = 'SEARCH notifications USING INDEX notifications_unread_by_age (account_id=?)'
  expect(await searchesOf('notifications', counts)).toEqual([unread])
})

test('so are the inactive tickets themselves, and the unread notifications', async () => {
  const tickets = await searchesOf('tickets', () => listQueue(ctx, anna, 'inactive', 25))
  expect(tickets).toEqual([inactive, inactive])
  const unread = await searchesOf('notifications', () => listInbox(ctx, anna, { show: 'unread', limit: 25 }))
  expect(unread).toEqual(['SEARCH notifications USING INDEX notifications_unread_by_age (account_id=?)'])
})

test('the open tickets of a customer are found past none that are closed', async () => {
  const [kim, ben] = [await join(world, 'kim'), await join(world, 'ben', 'assistant')]
  for (const look of [
    () => kim.pages.get('/home').expect(200),
    () => kim.pages.get('/tickets?status=open&sort=updated').expect(200),
    () => ben.pages.get('/tickets?status=open&sort=updated&customer=kim').expect(200),
    () => countOpenTickets(ctx, kim.id, 25),
  ]) {
    const found = (await searchesOf('tickets', async () => look())).filter((step) => step.includes('(customer_id='))
    const open = 'SEARCH tickets USING INDEX tickets_open_of_customer (customer_id=? AND queue_rank=?)'
    expect([...new Set(found)].filter((step) => !step.includes('tickets_closed_of_customer'))).toEqual([open])
  }
})
