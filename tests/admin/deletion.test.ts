import { describe, expect, test } from 'vitest'
import { claimTicket } from '#desk/tickets/claims.ts'
import { writeMessage } from '#desk/tickets/messages.ts'
import { textOf } from '../accounts/reading.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { lastAudit, post, rowOf, somebody } from './desk.ts'

const world = await startApp()
const boss = await join(world, 'boss', 'admin')
const page = (id: number) => `/admin/accounts/${id}/deletion`

describe('deleting an account', () => {
  test('says beforehand what happens to its tickets and messages', async () => {
    const anna = await somebody(world, 'assistant')
    const customer = await somebody(world)
    const ticket = await ticketOf(world, customer)
    await claimTicket(world.ctx, anna.actor, ticket, null)
    await writeMessage(world.ctx, anna.actor, ticket, 'I shall look for it.')
    const staff = textOf((await boss.pages.get(page(anna.id)).expect(200)).text)
    expect(staff).toContain('The account has opened no tickets.')
    expect(staff).toContain('Its messages (1) stay readable')
    expect(staff).toContain('The open tickets it looks after (1) go back to the queue.')
    const other = textOf((await boss.pages.get(page(customer.id)).expect(200)).text)
    expect(other).toContain('The tickets it opened (1 open, 0 closed) stay')
    expect((await rowOf(world, anna.id)).deleted_at).toBeNull()
  })

  test.each(['page', 'api'] as const)(
    'by %s needs its username, then erases the person and keeps the talk',
    async (router) => {
      const kim = await somebody(world)
      const ticket = await ticketOf(world, kim)
      const terminate = (username: string) =>
        router === 'page' ? post(boss, page(kim.id), { username }) : boss.api.post(page(kim.id), { username })
      for (const wrong of ['', 'boss', `${kim.username}x`]) {
        const { text } = await terminate(wrong).expect(422)
        expect(text).toContain(`Type ${kim.username} to confirm`)
      }
      expect((await rowOf(world, kim.id)).deleted_at).toBeNull()
      await terminate(kim.username.toUpperCase()).expect(router === 'page' ? 303 : 204)
      expect(JSON.stringify(await rowOf(world, kim.id))).not.toContain(`"${kim.username}`)
      await kim.api.get('/me').expect(401)
      const { body } = await boss.api.get(`/tickets/${ticket}/messages`).expect(200)
      expect(body.messages[0]).toMatchObject({ author: { display_name: 'Deleted account' } })
      expect(await lastAudit(world, kim.id)).toMatchObject({ action: 'deleted', actor_id: boss.id })
    },
  )

  test('says all at once what is wrong in the form', async () => {
    const kim = await somebody(world)
    const refused = await post(boss, page(kim.id), { username: 'boss', reason: ' ' }).expect(422)
    expect(textOf(refused.text)).toContain('to confirm that it is this account.')
    expect(textOf(refused.text)).toContain('The reason needs at least 1 character.')
  })

  test('leaves nothing to manage', async () => {
    const kim = await somebody(world)
    await boss.api.post(page(kim.id), { username: kim.username }).expect(204)
    const at = `/admin/accounts/${kim.id}`
    for (const end of ['/suspension', '/reinstatement', '/reset-link', '/confirmation-link', '/email-confirmation'])
      expect((await boss.api.post(at + end).expect(409)).body.code).toBe('deleted')
    await boss.api.patch(at, { display_name: 'Back again' }).expect(409)
    await boss.api.put(`${at}/type`, { account_type: 'admin' }).expect(409)
    await boss.api.post(page(kim.id), { username: `deleted-${kim.id}` }).expect(409)
    const { text } = await boss.pages.get(at).expect(200)
    expect(text).not.toContain('/suspension')
  })
})
