import { expect, test } from 'vitest'
import { withdrawalJob } from '#desk/tickets/notification-withdrawal.ts'
import { addParticipant, removeParticipant } from '#desk/tickets/participants.ts'
import { join, ticketOf } from '../../support/people.ts'
import { startOnSqlite } from './searches.ts'

const world = await startOnSqlite()
const { ctx, searchesOf } = world
const [kim, lee, anna] = [await join(world, 'kim'), await join(world, 'lee'), await join(world, 'anna', 'assistant')]

test('withdrawing a person’s notifications about a ticket reads no others', async () => {
  const id = await ticketOf(world, kim)
  await addParticipant(ctx, anna.actor, id, 'lee')
  const about =
    'SEARCH notifications USING INDEX notifications_unread (account_id=? AND subject_type=? AND subject_id=?)'
  const found = await searchesOf('notifications', () => removeParticipant(ctx, anna.actor, id, lee.id))
  expect([...new Set(found)]).toEqual([about])
})

test('read notifications are checked once, however many stay', async () => {
  const job = () => withdrawalJob.run(ctx, JSON.stringify({ account_id: lee.id, before: 9 }))
  expect(await searchesOf('notifications', job)).toEqual([
    'SEARCH notifications USING INDEX notifications_of_account (account_id=? AND id<?)',
  ])
})
