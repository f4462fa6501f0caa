import { expect, test } from 'vitest'
import { claimTicket } from '#desk/tickets/claims.ts'
import { getTicketForUpdate } from '#desk/tickets/tickets.ts'
import { changeAccountType } from '#people/admin/promotion.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { auditOf } from '../accounts/reading.ts'
import { toldOf } from '../notifications/told.ts'
import { engine } from '../support/database.ts'
import { workOff } from '../support/letters.ts'
import { join } from '../support/people.ts'
import { sendForm, startDesk, systemLines, ticketAs } from './desk.ts'

const { world, customer, anna, ben, open } = await startDesk()
const boss = await join(world, 'boss', 'admin')

async function claimedByBen() {
  const id = await open()
  await ben.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
  return id
}

test('admins release a colleague’s ticket; assistants do not, but hand it to nobody', async () => {
  const ways: ((id: number) => PromiseLike<unknown>)[] = [
    (id) => boss.api.post(`/tickets/${id}/release`).expect(200),
    (id) => sendForm(boss, `/tickets/${id}/release`).expect(303),
    (id) => anna.api.put(`/tickets/${id}/assignment`, { assistant_id: null }).expect(200),
    (id) => sendForm(anna, `/tickets/${id}/assignment`, { assistant_id: 'nobody' }).expect(303),
  ]
  for (const [n, unassign] of ways.entries()) {
    const id = await claimedByBen()
    await anna.api.post(`/tickets/${id}/release`).expect(409)
    await unassign(id)
    expect((await ticketAs(anna, id)).assistant).toBeNull()
    const actor = n < 2 ? boss : anna
    expect((await systemLines(customer, id)).at(-1)).toBe(
      `${actor.username} (#${actor.id}) gave this ticket back to the queue.`,
    )
    expect((await auditOf(world, 'ticket', id)).at(-1)).toMatchObject({
      action: 'released',
      actor_id: actor.id,
      before: `{"assistant_id":${ben.id}}`,
      after: '{"assistant_id":null}',
    })
    const [news] = await toldOf(ben, id)
    expect(news?.text).toBe(`${actor.username} gave the ticket back to the queue.`)
  }
})

test('assigning an own ticket to nobody releases it; an unassigned one stays unchanged', async () => {
  const id = await claimedByBen()
  await ben.api.put(`/tickets/${id}/assignment`, { assistant_id: null }).expect(200)
  expect((await systemLines(customer, id)).at(-1)).toBe(`ben (#${ben.id}) released this ticket.`)
  await anna.api.put(`/tickets/${id}/assignment`, { assistant_id: null }).expect(200)
  expect(await systemLines(customer, id)).toHaveLength(2)
})

test('a hand-over to nobody by somebody who saw another assistant is refused', async () => {
  const id = await claimedByBen()
  const body = { assistant_id: null, expected_assistant_id: boss.id }
  expect((await anna.api.put(`/tickets/${id}/assignment`, body).expect(409)).body.code).toBe('already_claimed')
  expect((await ticketAs(anna, id)).assistant.id).toBe(ben.id)
})

test('a colleague who leaves the desk keeps none of their tickets, however many', async () => {
  const zoe = await join(world, 'zoe', 'assistant')
  for (let n = 0; n < 51; n++) await claimTicket(world.ctx, zoe.actor, await open(), null)
  await changeAccountType(world.ctx, boss.id, zoe.id, 'customer')
  await workOff(world)
  const kept = world.ctx.db.selectFrom('tickets').select('id').where('assistant_id', '=', zoe.id)
  expect(await kept.execute()).toEqual([])
})

test('somebody leaves the desk without waiting for a ticket that is being worked on, which is released afterwards', async () => {
  const eve = await join(world, 'eve', 'assistant')
  const id = await open()
  await claimTicket(world.ctx, eve.actor, id, null)
  let leaving: Promise<unknown> | undefined
  await withTransaction(world.ctx, async (ctx) => {
    await getTicketForUpdate(ctx, boss.actor, id)
    leaving = changeAccountType(world.ctx, boss.id, eve.id, 'customer')
    // On SQLite one transaction waits for another in any case.
    if (engine === 'postgres') await leaving
  })
  await leaving
  await workOff(world)
  expect((await ticketAs(anna, id)).assistant).toBeNull()
  expect((await auditOf(world, 'ticket', id)).at(-1)).toMatchObject({ action: 'released', actor_id: boss.id })
})
