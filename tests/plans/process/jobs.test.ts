import { expect, test } from 'vitest'
import { isAnyDue } from '#platform/jobs/lease-queries.ts'
import { startOnSqlite } from './searches.ts'

const { ctx, searchesOf } = await startOnSqlite()

test('looking for due jobs reads none that are due later', async () => {
  const searches = await searchesOf('jobs', () => isAnyDue(ctx, 'ordinary'))
  expect(searches).toEqual([
    expect.stringMatching(/ jobs_queued \(priority=\? AND run_at<\?\)$/),
    expect.stringMatching(/ jobs_tried_again \(priority=\? AND run_at>\?\)$/),
    expect.stringMatching(/ jobs_untried \(priority=\? AND created_at>\?\)$/),
    expect.stringMatching(/ jobs_by_status /),
  ])
})
