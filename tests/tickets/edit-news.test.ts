import { expect, test } from 'vitest'
import { toldOf } from '../notifications/told.ts'
import { join } from '../support/people.ts'
import { sendForm, startDesk, ticketAs } from './desk.ts'

const { world, customer, anna, ben, open } = await startDesk()
const edit = (id: number, change: object) => customer.api.patch(`/tickets/${id}`, change).expect(200)

test('a customer’s edit is unread for staff; what says the same as before is not', async () => {
  const id = await open()
  for (const change of [{ title: 'Another title' }, { message: 'Another message.' }]) {
    await anna.pages.get(`/tickets/${id}`).expect(200)
    expect((await ticketAs(anna, id)).unread).toBe(false)
    await edit(id, change)
    expect([(await ticketAs(anna, id)).unread, (await ticketAs(customer, id)).unread]).toEqual([true, false])
  }
  await anna.pages.get(`/tickets/${id}`).expect(200)
  await edit(id, { title: 'Another title', message: 'Another message.' })
  expect((await ticketAs(anna, id)).unread).toBe(false)
})

test('a customer’s edit is unread for who takes part, too', async () => {
  const [id, lee] = [await open(), await join(world, 'lee')]
  await anna.api.post(`/tickets/${id}/participants`, { who: 'lee' }).expect(200)
  await lee.pages.get(`/tickets/${id}`).expect(200)
  expect((await ticketAs(lee, id)).unread).toBe(false)
  await edit(id, { title: 'Another title' })
  expect((await ticketAs(lee, id)).unread).toBe(true)
})

test('who has the ticket is told once of each edit, and nobody else', async () => {
  const id = await open()
  await edit(id, { title: 'Before anybody has it' })
  await anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
  await edit(id, { message: 'A better question?' })
  await sendForm(customer, `/tickets/${id}/edit`, { title: 'A third title', message: 'The best question!' }).expect(303)
  const told = await toldOf(anna, id)
  expect(told.filter(({ kind }) => kind === 'edited').map(({ text, excerpt }) => [text, excerpt])).toEqual([
    ['kim changed the title or the first message.', 'The best question!'],
    ['kim changed the title or the first message.', null],
  ])
  expect((await toldOf(ben, id)).filter(({ kind }) => kind === 'edited')).toEqual([])
})
