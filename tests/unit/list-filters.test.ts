import { expect, test } from 'vitest'
import { isFoundByIndex } from '#desk/ticket-lists/filter-probe-queries.ts'
import { filterOf } from '#desk/ticket-lists/filters.ts'
import { listQuery } from '#desk/ticket-lists/schemas.ts'
import type { Actor } from '#platform/identity/actor.ts'

const anna = { id: 2, is_staff: true } as Actor

test.each([
  ['status=any', true],
  ['assistant=me', true],
  ['assistant=me&status=closed', true],
  ['assistant=me&status=any', false],
  ['priority=low&status=any&from=2026-01-01', false],
  ['tag=vip', false],
  ['status=closed&priority=low&sort=oldest', false],
  ['unread=yes', false],
  ['waiting_on=staff', false],
  ['tag=vip&priority=low', false],
  ['assistant=me&from=2026-01-01', false],
])('lists in whose order no index leads to their tickets may walk past others: %s', (query, byIndex) => {
  const { limit: _, cursor: __, queue: ___, ...asked } = listQuery.parse(Object.fromEntries(new URLSearchParams(query)))
  expect(isFoundByIndex(filterOf({ config: { timeZone: 'UTC' } }, anna, asked))).toBe(byIndex)
})
