import { expect, test } from 'vitest'
import { insertMessage } from '#desk/tickets/message-queries.ts'
import { addParticipant, removeParticipant } from '#desk/tickets/participants.ts'
import { indexNewMessage } from '#desk/tickets/search-documents.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { jobKinds } from '../../src/job-kinds.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { found } from './found.ts'

const world = await startApp()
const { ctx, clock } = world
const [kim, yuki, anna] = [await join(world, 'kim'), await join(world, 'yuki'), await join(world, 'anna', 'assistant')]
const drain = () => new Worker(ctx, jobKinds).drain()

test('participants find all of a long conversation, and nothing once they have left', async () => {
  const id = await ticketOf(world, kim)
  await withTransaction(ctx, async (ctx) => {
    for (let n = 0; n < 60; n++) {
      const message = { kind: 'message', body: n === 59 ? 'At last a pangolin.' : 'More of it.' } as const
      const written = { ...message, from_staff: 0, sent_at: clock.now(), ticket_id: id, author_id: kim.id }
      const titled = { id, title: 'My lost umbrella', customer_id: kim.id, participant_ids: [] }
      await indexNewMessage(ctx, titled, { ...message, id: await insertMessage(ctx, written) })
    }
  })
  await addParticipant(ctx, anna.actor, id, 'yuki')
  expect(await found(yuki, 'umbrella')).toEqual([id])
  await drain()
  expect(await found(yuki, 'pangolin')).toEqual([id])
  // Staff also find it by the participant's name.
  expect(await found(anna, 'yuki pangolin')).toEqual([id])
  await removeParticipant(ctx, anna.actor, id, yuki.id)
  for (const sort of ['best', 'newest']) expect(await found(yuki, { q: 'pangolin', sort })).toEqual([])
  await drain()
  expect(await found(anna, 'yuki pangolin')).toEqual([])
})
