import { CompiledQuery } from 'kysely'
import { expect, test, vi } from 'vitest'
import { listQueue, pageCounts } from '#desk/ticket-lists/queue-lists.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { listInbox } from '#platform/notifications/inbox.ts'
import { freshDatabase } from '../../support/database.ts'
import { join } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'

/** SQLite plans without looking at how much there is: what it does here it does on a large desk. */
const world = await startApp({ database: await freshDatabase('sqlite') })
const { ctx } = world
const anna = { id: (await join(world, 'anna', 'assistant')).id, is_staff: true } as Actor

/** How SQLite finds what the statements of `work` read of this table. */
async function searchesOf(table: string, work: () => Promise<unknown>): Promise<string[]> {
  const executed = vi.spyOn(ctx.db.getExecutor(), 'executeQuery')
  await work()
  const statements = executed.mock.calls.map(([statement]) => statement)
  executed.mockRestore()
  const steps: string[] = []
  for (const { sql, parameters } of statements) {
    const plan = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters])
    const { rows } = await ctx.db.executeQuery<{ detail: string }>(plan)
    const uses = new RegExp(`^(SEARCH|SCAN) ${table} USING INDEX`)
    const details = rows.map(({ detail }) => detail.replace('COVERING ', ''))
    steps.push(...details.filter((detail) => uses.test(detail)))
  }
  return steps
}

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
