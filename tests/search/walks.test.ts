import type { Insertable } from 'kysely'
import { expect, test } from 'vitest'
import { findsMany, mayWalkFar } from '#desk/ticket-lists/filter-probe-queries.ts'
import { parameterize } from '#desk/ticket-lists/filter-shape.ts'
import { filterOf } from '#desk/ticket-lists/filters.ts'
import { listQuery } from '#desk/ticket-lists/schemas.ts'
import type { Schema } from '#platform/db/schema.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { walked } from './found.ts'

const world = await startApp()
const [kim, anna] = [await join(world, 'kim'), await join(world, 'anna', 'assistant')]
const { ctx } = world

function walksFar(query: string, after?: number[]) {
  const { limit: _, cursor: __, queue: ___, ...asked } = listQuery.parse(Object.fromEntries(new URLSearchParams(query)))
  const actor = { id: anna.id, is_staff: true } as Actor
  return mayWalkFar(ctx, actor, filterOf(ctx, actor, asked), { count: 26, after })
}

/** The columns of a ticket of this customer, to insert others like it. */
async function exampleOf(customer: string) {
  const id = await ticketOf(world, await join(world, customer))
  const row = await ctx.db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const { id: _, ...like } = row
  return { like, at: world.clock.now() }
}

async function fill(count: number, ticket: (n: number) => Insertable<Schema['tickets']>) {
  const made: { id: number; opened_at: number }[] = []
  for (let n = 0; n < count; n += 100) {
    const rows = Array.from({ length: 100 }, (_, more) => ticket(n + more))
    made.push(...(await ctx.db.insertInto('tickets').values(rows).returning(['id', 'opened_at']).execute()))
  }
  return made
}

test('only lists without a selective condition are heavy reads, on a desk with many tickets', async () => {
  const id = await ticketOf(world, kim)
  expect([await walksFar('unread=yes'), await walksFar('priority=normal&tag=vip')]).toEqual([false, false])
  const row = await ctx.db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const { id: _, ...like } = row
  await fill(1000, () => like)
  world.clock.advance(61_000)
  expect(await walksFar('unread=yes')).toBe(true)
  expect(await walksFar('status=closed&unread=yes')).toBe(false)
  expect(await walksFar('priority=normal&tag=vip')).toBe(false)
  const walking = `priority=normal&customer=id:${kim.id}`
  expect([await walksFar(walking), await walksFar(walking, [0, 0, 0])]).toEqual([false, true])
})

test('a page that is not filled by the first tickets is a heavy read, on a desk with many tickets', async () => {
  // As many earlier tickets have another priority.
  const { like, at } = await exampleOf('mia')
  await fill(1100, (n) => ({
    ...like,
    priority: 3,
    opened_at: at - 20_000_000 - n,
    last_message_at: at - 20_000_000 - n,
  }))
  await fill(1100, (n) => ({ ...like, opened_at: at - 30_000_000 - n, last_message_at: at - n }))
  world.clock.advance(61_000)
  expect(await walksFar('priority=high&sort=updated')).toBe(true)
  expect(await walksFar('priority=normal&sort=updated')).toBe(false)
  expect(await walksFar('priority=high&sort=priority')).toBe(false)
  const rows = await walked(anna, { priority: 'high', sort: 'updated' }, 100)
  expect(rows).toHaveLength(1100)
})

test('a tag of more than a thousand closed tickets is listed in order, page by page, and only what has it', async () => {
  const { like, at } = await exampleOf('lea')
  const made = await fill(1100, (n) => ({ ...like, opened_at: at - ((n * 7919) % 2027), closed_at: at }))
  const tagged = made.filter((_, n) => n % 25 !== 0)
  for (let n = 0; n < tagged.length; n += 200) {
    const rows = tagged.slice(n, n + 200).map(({ id: ticket_id }) => ({ ticket_id, tag: 'recital' }))
    await ctx.db.insertInto('ticket_tags').values(rows).execute()
  }
  const expected = tagged
    .sort((a, b) => Number(a.opened_at) - Number(b.opened_at) || a.id - b.id)
    .map((ticket) => ticket.id)
  const { form, values } = parameterize(filterOf(ctx, anna.actor, { status: 'closed', tag: 'recital' }))
  expect(await findsMany(ctx, form, values)).toEqual([
    { isLarge: false, isMany: [false], isShort: true, countNear: expect.any(Number) },
  ])
  expect(await walked(anna, { status: 'closed', tag: 'recital', sort: 'oldest' }, 100)).toEqual(expected)
})
