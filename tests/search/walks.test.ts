import { expect, test } from 'vitest'
import { mayWalkFar } from '#desk/ticket-lists/filter-probe-queries.ts'
import { filterOf } from '#desk/ticket-lists/filters.ts'
import { listQuery } from '#desk/ticket-lists/schemas.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const world = await startApp()
const [kim, anna] = [await join(world, 'kim'), await join(world, 'anna', 'assistant')]
const { ctx } = world

function walksFar(query: string) {
  const { limit: _, cursor: __, queue: ___, ...asked } = listQuery.parse(Object.fromEntries(new URLSearchParams(query)))
  const actor = { id: anna.id, is_staff: true } as Actor
  return mayWalkFar(ctx, filterOf(ctx, actor, asked))
}

test('only lists that no condition makes short, of a desk with many tickets, are read beside the pages', async () => {
  const id = await ticketOf(world, kim)
  expect([await walksFar('unread=yes'), await walksFar('priority=normal&tag=vip')]).toEqual([false, false])
  const { id: _, ...like } = await ctx.db
    .selectFrom('tickets')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const more = Array.from({ length: 100 }, () => like)
  for (let n = 0; n < 10; n++) await ctx.db.insertInto('tickets').values(more).execute()
  world.clock.advance(61_000)
  expect(await walksFar('unread=yes')).toBe(true)
  expect(await walksFar('status=closed&unread=yes')).toBe(false)
  expect(await walksFar('priority=normal&tag=vip')).toBe(false)
  expect(await walksFar(`priority=normal&customer=id:${kim.id}`)).toBe(true)
})
