import { expect, test } from 'vitest'
import { startApp } from '../support/world.ts'
import { join, openTicket } from './client.ts'

const turns: number[] = []
let turn = 0
const world = await startApp({
  onStatement: ({ query }) => void (/from "tickets"/.test(query.sql) && turns.push(turn)),
})
const { db } = world.ctx

test('a long list is read in pieces, and others have their turn between them', async () => {
  const anna = await join(world, 'anna')
  const id = await openTicket(anna)
  const { id: _, ...ticket } = await db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  for (let n = 0; n < 1100; n += 100)
    await db
      .insertInto('tickets')
      .values(Array.from({ length: 100 }, () => ticket))
      .execute()
  turns.length = 0
  const count = () => {
    turn += 1
    waiting = setImmediate(count)
  }
  let waiting = setImmediate(count)
  const { body } = await anna.get(`/get-open-tickets/${anna.id}`).expect(200)
  clearImmediate(waiting)
  expect(body.tickets).toHaveLength(1101)
  expect(turns).toHaveLength(3)
  expect(new Set(turns).size).toBe(3)
})
