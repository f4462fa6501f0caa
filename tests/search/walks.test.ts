import { expect, test } from 'vitest'
import { findsMany, mayWalkFar } from '#desk/ticket-lists/filter-probe-queries.ts'
import { parameterize } from '#desk/ticket-lists/filter-shape.ts'
import { filterOf } from '#desk/ticket-lists/filters.ts'
import { listQuery } from '#desk/ticket-lists/schemas.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { walked } from './found.ts'

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

test('a tag of more than a thousand closed tickets is listed in order, page by page, and only what has it', async () => {
  const id = await ticketOf(world, await join(world, 'lea'))
  const { id: _, ...like } = await ctx.db
    .selectFrom('tickets')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const at = world.clock.now()
  const closed = (n: number) => ({ ...like, opened_at: at - ((n * 7919) % 2027), closed_at: at })
  const made: { id: number; opened_at: number }[] = []
  for (let n = 0; n < 1100; n += 100) {
    const rows = Array.from({ length: 100 }, (_, more) => closed(n + more))
    made.push(...(await ctx.db.insertInto('tickets').values(rows).returning(['id', 'opened_at']).execute()))
  }
  const tagged = made.filter((_, n) => n % 25 !== 0)
  for (let n = 0; n < tagged.length; n += 200) {
    const rows = tagged.slice(n, n + 200).map(({ id: ticket_id }) => ({ ticket_id, tag: 'recital' }))
    await ctx.db.insertInto('ticket_tags').values(rows).execute()
  }
  const expected = tagged
    .sort((a, b) => Number(a.opened_at) - Number(b.opened_at) || a.id - b.id)
    .map((ticket) => ticket.id)
  const { form, values } = parameterize(filterOf(ctx, anna.actor, { status: 'closed', tag: 'recital' }))
  expect(await findsMany(ctx, form, values)).toEqual([{ isLarge: false, isMany: [false], isShort: true }])
  expect(await walked(anna, { status: 'closed', tag: 'recital', sort: 'oldest' }, 100)).toEqual(expected)
})
