import { expect, test } from 'vitest'
import { assignTicket } from '#desk/tickets/assignments.ts'
import { claimTicket } from '#desk/tickets/claims.ts'
import { closeTicket, reopenTicket } from '#desk/tickets/closures.ts'
import { writeMessage } from '#desk/tickets/messages.ts'
import { releaseTicket } from '#desk/tickets/unassignments.ts'
import { startDesk, threadOf } from './desk.ts'

const { world, customer, anna, ben, open } = await startDesk()

/** A clock that shows another time at each reading. */
function tickingContext() {
  let time = world.clock.now()
  return { ...world.ctx, clock: { now: () => (time += 60_000) } }
}

test('everything that one change writes has the same time', async () => {
  const id = await open()
  const ctx = tickingContext()
  const rowOf = () => world.ctx.db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

  const timesOf = async (change: () => Promise<unknown>) => {
    const before = (await threadOf(anna, id)).length
    await change()
    return (await threadOf(anna, id)).slice(before).map(({ sent_at }) => Date.parse(sent_at))
  }

  const [closed] = await timesOf(() => closeTicket(ctx, customer.actor, id))
  expect(await rowOf()).toMatchObject({ closed_at: closed, last_message_at: closed })

  const [reopened, written] = await timesOf(() => writeMessage(ctx, customer.actor, id, 'One more thing.'))
  expect(reopened).toBe(written)
  expect(await rowOf()).toMatchObject({ open_since: written, last_message_at: written })

  await closeTicket(ctx, customer.actor, id)
  const [again, claimed] = await timesOf(() => claimTicket(ctx, anna.actor, id, null))
  expect(again).toBe(claimed)
  expect(await rowOf()).toMatchObject({ open_since: claimed, last_message_at: claimed })

  const [answered] = await timesOf(() => writeMessage(ctx, anna.actor, id, 'It is here.'))
  expect(await rowOf()).toMatchObject({ staff_replied_at: answered, first_answered_at: answered })
})

test('System lines say whether staff did it', async () => {
  const id = await open()
  const { ctx } = world
  await closeTicket(ctx, customer.actor, id)
  await reopenTicket(ctx, customer.actor, id)
  await claimTicket(ctx, anna.actor, id, null)
  await assignTicket(ctx, anna.actor, id, { assistant_id: ben.id })
  await releaseTicket(ctx, ben.actor, id)
  await closeTicket(ctx, anna.actor, id)
  await writeMessage(ctx, anna.actor, id, 'It is here.')
  const lines = (await threadOf(customer, id)).filter(({ kind }) => kind === 'system')
  expect(lines.map(({ action, from_staff }) => [action, from_staff])).toEqual([
    ['closed', false],
    ['reopened', false],
    ['claimed', true],
    ['assigned', true],
    ['released', true],
    ['closed', true],
    ['reopened', true],
  ])
})
