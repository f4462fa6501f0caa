import { expect, test } from 'vitest'
import { unmarkAnswered } from '#desk/tickets/escalation-queries.ts'
import { startOnSqlite } from './searches.ts'

const { ctx, searchesOf } = await startOnSqlite()

test('what was answered and is still escalated is found past nothing that waits for an answer', async () => {
  const found = await searchesOf('tickets', () => unmarkAnswered(ctx, 25))
  expect(found).toEqual(['SEARCH tickets USING INDEX tickets_answered_and_escalated (queue_rank=? AND waiting_on=?)'])
})
