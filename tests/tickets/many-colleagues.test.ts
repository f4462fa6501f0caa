import { expect, test } from 'vitest'
import { textOf } from '../accounts/reading.ts'
import { inboxOf, kindsTold } from '../notifications/told.ts'
import { join } from '../support/people.ts'
import { sendForm, startDesk, threadOf } from './desk.ts'

const { world, customer, anna, open } = await startDesk()
const zoe = await join(world, 'zoe', 'assistant')
/** More colleagues than a list shows, all before Zoe in the order of names. */
const others = Array.from({ length: 200 }, (_, n) => ({
  ...{ username: `colleague${n}`, username_key: `colleague${n}`, display_name: `Colleague ${n}` },
  ...{ profile_icon: 'teal', email: '', email_key: '', password_hash: '', created_at: 1 },
  account_type: 'assistant' as const,
}))
await world.ctx.db.insertInto('accounts').values(others).execute()

test('naming any of very many staff in an answer asks for confirmation', async () => {
  const id = await open()
  const asked = await sendForm(anna, `/tickets/${id}/messages`, { kind: 'reply', message: '@zoe look' }).expect(422)
  expect(textOf(asked.text)).toContain('This names @zoe, and the customer would read it.')
  expect(await threadOf(customer, id)).toHaveLength(1)
})

test('all of very many staff are notified of a new ticket, and of a message in it', async () => {
  const id = await open()
  await customer.api.post(`/tickets/${id}/messages`, { message: 'And?' }).expect(201)
  expect((await inboxOf(zoe)).filter(({ subject }) => subject.id === id)).toHaveLength(2)
  expect(await kindsTold(zoe, id)).toEqual(['unclaimed'])
})
