import { describe, expect, test } from 'vitest'
import { changeAccountType } from '#people/admin/promotion.ts'
import { typeFrom } from '#platform/identity/account-type.ts'
import { auditOf } from '../accounts/reading.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { runTool } from './shell.ts'

const world = await startApp()
const promote = (...args: string[]) => runTool(world, 'promote-account.ts', args)
const typeOf = async (id: number) =>
  (await world.ctx.db.selectFrom('accounts').select('account_type').where('id', '=', id).executeTakeFirst())
    ?.account_type

describe('promoting from the shell', () => {
  test('finds the account by its address, however it is written, and changes its type', async () => {
    const one = await join(world, 'vera')
    const { status, out, err } = await promote('VERA@example.com', '2')

    expect({ status, out, err }).toEqual({
      status: 0,
      out: `${one.username} (#${one.id}) was customer and is assistant now.`,
      err: '',
    })
    expect(await typeOf(one.id)).toBe('assistant')
    expect((await one.api.get('/me').expect(200)).body.account_type).toBe('assistant')
    expect((await auditOf(world, 'account', one.id)).at(-1)).toEqual({
      action: 'account_type_changed',
      actor_id: null,
      before: '{"account_type":"customer"}',
      after: '{"account_type":"assistant"}',
    })
  })

  test('changes nothing, and says so, when the account is that already', async () => {
    const rosa = await join(world, 'rosa')
    const { status, out } = await promote('rosa', 'customer')
    expect({ status, out }).toEqual({ status: 0, out: `rosa (#${rosa.id}) is customer already; nothing changed.` })
    expect(await auditOf(world, 'account', rosa.id)).toHaveLength(1)
  })

  test('to customer counts on the next request, and gives open claimed tickets back to the queue', async () => {
    const customer = await join(world, 'kim')
    const anna = await join(world, 'anna', 'assistant')
    const [open, closed] = [await ticketOf(world, customer), await ticketOf(world, customer)]
    for (const id of [open, closed])
      await anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
    await anna.api.post(`/tickets/${closed}/closure`).expect(200)

    await changeAccountType(world.ctx, null, anna.id, 'customer')
    await anna.api.get(`/tickets/${open}`).expect(404)
    await anna.pages.get(`/tickets/${open}`).expect(404)
    expect((await customer.api.get(`/tickets/${open}`)).body.assistant).toBeNull()
    expect((await customer.api.get(`/tickets/${closed}`)).body.assistant.id).toBe(anna.id)
    const { body } = await customer.api.get(`/tickets/${open}/messages`)
    expect(body.messages.at(-1)).toMatchObject({ action: 'released', body: `anna (#${anna.id}) released this ticket.` })
    expect((await auditOf(world, 'ticket', open)).at(-1)).toMatchObject({ action: 'released' })
  })

  test.each([
    ['assistant', 'assistant'],
    ['Admin', 'admin'],
    ['1', 'customer'],
    ['4', null],
  ])('takes "%s" for the type %s', (wanted, type) => {
    expect(typeFrom(wanted)).toBe(type)
  })

  test('two at the same moment, while the server works, all succeed', async () => {
    const people = await Promise.all(Array.from({ length: 2 }, (_, n) => join(world, `crowd${n}`)))
    const busy = join(world, 'busy').then(async (one) => {
      for (let n = 0; n < 20; n++)
        await one.api.post('/tickets', { title: `Ticket number ${n}`, message: 'A question.' }).expect(201)
    })
    const outcomes = await Promise.all(people.map(({ username }) => promote(username, 'assistant')))
    await busy
    expect(outcomes.map(({ status, err }) => ({ status, err }))).toEqual(people.map(() => ({ status: 0, err: '' })))
    for (const { id } of people) expect(await typeOf(id)).toBe('assistant')
  })
})
