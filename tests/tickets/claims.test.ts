import { describe, expect, test } from 'vitest'
import { claimTicket } from '#desk/tickets/claims.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const world = await startApp()

describe('claiming', () => {
  test('of twenty assistants who saw it unclaimed exactly one wins, the others learn who', async () => {
    const customer = await join(world, 'kim')
    const id = await ticketOf(world, customer)
    const desk = await Promise.all(Array.from({ length: 20 }, (_, n) => join(world, `desk${n}`, 'assistant')))

    const answers = await Promise.all(
      desk.map((one) => one.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null })),
    )

    const won = answers.filter(({ status }) => status === 200)
    const lost = answers.filter(({ status }) => status === 409)
    expect([won.length, lost.length]).toEqual([1, 19])
    const winner = won[0]?.body.assistant
    for (const { body } of lost) {
      expect(body).toMatchObject({ code: 'already_claimed', assistant: winner })
      expect(body.detail).toContain(winner.display_name)
    }
    const { body } = await customer.api.get(`/tickets/${id}/messages`)
    const lines = body.messages.filter((message: { kind: string }) => message.kind === 'system')
    expect(lines).toMatchObject([{ action: 'claimed', author: { id: winner.id } }])
  })

  test('comes too late for who was shut out since the request came in', async () => {
    const [customer, eve] = [await join(world, 'lee'), await join(world, 'eve', 'assistant')]
    const id = await ticketOf(world, customer)
    const out = { suspended_at: world.clock.now() }
    await updateAccount(world.ctx, eve.id, out)
    await expect(claimTicket(world.ctx, eve.actor, id, null)).rejects.toMatchObject({ code: 'staff_only' })
    expect((await customer.api.get(`/tickets/${id}`).expect(200)).body.assistant).toBeNull()
  })
})
