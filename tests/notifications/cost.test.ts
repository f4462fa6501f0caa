import { expect, test } from 'vitest'
import { escalatedKind } from '#desk/tickets/notification-kinds.ts'
import { ticketSubject } from '#desk/tickets/topics.ts'
import { notifyAll } from '#platform/activity/readers/notifications.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const world = await startApp()
const { ctx } = world

test('telling 50 people adds next to nothing to the change that they are told of', async () => {
  const kim = await join(world, 'kim')
  const ticket_id = await ticketOf(world, kim)
  const to: number[] = []
  for (let n = 0; n < 50; n++) to.push((await join(world, `assistant${n}`, 'assistant')).id)
  const change = async (tell: boolean) => {
    const start = performance.now()
    await withTransaction(ctx, async (ctx) => {
      await ctx.db.updateTable('tickets').set({ priority: 3 }).where('id', '=', ticket_id).execute()
      if (tell)
        await notifyAll(ctx, [
          {
            kind: escalatedKind,
            subject: ticketSubject(ticket_id),
            action: null,
            message_id: null,
            actor_id: null,
            to,
          },
        ])
    })
    return performance.now() - start
  }
  const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] as number
  const [without, with50]: [number[], number[]] = [[], []]
  for (let n = 0; n < 15; n++) {
    without.push(await change(false))
    with50.push(await change(true))
  }
  const added = median(with50) - median(without)
  console.log(`telling 50 people adds ${added.toFixed(1)} ms`)
  expect(added).toBeLessThan(60)
  const { count } = await ctx.db
    .selectFrom('notifications')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  expect(count).toBe(15 * 50)
})
