import { expect, test } from 'vitest'
import { escalatedKind } from '#desk/tickets/notification-kinds.ts'
import { ticketSubject } from '#desk/tickets/topics.ts'
import { notifyAll } from '#platform/activity/readers/notifications.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'

let statements = 0
const world = await startApp({ onStatement: () => (statements += 1) })
const { ctx } = world

test('telling 50 people takes as many statements as telling one', async () => {
  const ticket_id = await ticketOf(world, await join(world, 'kim'))
  const staff: number[] = []
  for (let n = 0; n < 50; n++) staff.push((await join(world, `assistant${n}`, 'assistant')).id)
  const told = {
    kind: escalatedKind,
    subject: ticketSubject(ticket_id),
    action: null,
    message_id: null,
    actor_id: null,
  }
  const statementsFor = async (to: number[]) => {
    statements = 0
    await withTransaction(ctx, (ctx) => notifyAll(ctx, [{ ...told, to }]))
    return statements
  }
  const one = await statementsFor(staff.slice(0, 1))
  expect(one).toBeGreaterThan(0)
  expect(await statementsFor(staff)).toBe(one)
  const { count } = await ctx.db
    .selectFrom('notifications')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  expect(count).toBe(1 + 50)
})
