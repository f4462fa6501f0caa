import { expect, test } from 'vitest'
import { allFiles } from '#platform/files/queries.ts'
import { startOnSqlite } from './searches.ts'

const { ctx, searchesOf } = await startOnSqlite()

test('pictures are looked through past none that have been looked at', async () => {
  const found = await searchesOf('files', () => allFiles(ctx, 'event').next())
  expect(found).toEqual(['SEARCH files USING INDEX files_by_kind (kind=? AND created_at>?)'])
})
