import { expect, test } from 'vitest'
import { allKinds } from '../../src/jobs/all-kinds.ts'
import { enqueue } from '../../src/jobs/jobs.ts'
import { Worker } from '../../src/jobs/worker.ts'
import { day } from '../support/clock.ts'
import { startDesk } from '../tickets/desk.ts'
import { inboxOf } from './told.ts'

const { world, customer, anna, open } = await startDesk({
  env: { FORGET_NEWS_AFTER_DAYS: '90', SESSION_HOURS: '8000' },
})
const { ctx, clock } = world

/** @returns in how many portions */
async function forget() {
  const worker = new Worker(ctx, allKinds)
  await worker.drain()
  await enqueue(ctx, 'forget_news', {})
  return worker.drain()
}

test('what was read long ago is deleted, however much there is; what is unread or fresh stays', async () => {
  const id = await open()
  const write = (message: string) => anna.api.post(`/tickets/${id}/messages`, { message }).expect(201)
  const texts = async () => (await inboxOf(customer)).map(({ excerpt }) => excerpt)
  const many = Array.from({ length: 1200 }, () => ({
    account_id: customer.id,
    kind: 'message' as const,
    ticket_id: id,
    created_at: clock.now(),
    read_at: clock.now(),
  }))
  await ctx.db.insertInto('notifications').values(many).execute()
  await write('Read long ago')
  await customer.api.post('/notifications/read').expect(204)
  await write('Never read')
  clock.advance(60 * day)
  await write('Read lately')
  const [lately] = await inboxOf(customer)
  await customer.api.post(`/notifications/${lately?.id}/read`).expect(204)

  expect(await forget()).toBe(1)
  expect(await texts()).toHaveLength(100)
  clock.advance(31 * day)
  expect(await forget()).toBe(3)
  expect(await texts()).toEqual(['Read lately', 'Never read'])
})
