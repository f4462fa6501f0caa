import { expect, test } from 'vitest'
import { toldOf } from '../notifications/told.ts'
import { join, type Member } from '../support/people.ts'
import { sendForm, startDesk, ticketAs } from './desk.ts'

const { world, customer, anna, ben, open } = await startDesk()
const editsToldTo = async (member: Member, id: number) =>
  (await toldOf(member, id)).filter(({ kind }) => kind === 'edited').map(({ text, excerpt }) => [text, excerpt])
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

test('only the ticket’s assistant is notified, once of each edit', async () => {
  const id = await open()
  await anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
  await edit(id, { message: 'A better question?' })
  await sendForm(customer, `/tickets/${id}/edit`, { title: 'A third title', message: 'The best question!' }).expect(303)
  expect(await editsToldTo(anna, id)).toEqual([
    ['kim changed the title or the first message.', 'The best question!'],
    ['kim changed the title or the first message.', null],
  ])
  expect(await editsToldTo(ben, id)).toEqual([])
})

test('all staff are notified of edits of an unclaimed ticket until it is claimed, then those who have written in it', async () => {
  const id = await open()
  await edit(id, { title: 'Nobody has it yet' })
  const one = [['kim changed the title or the first message.', null]]
  expect([await editsToldTo(anna, id), await editsToldTo(ben, id)]).toEqual([one, one])
  await anna.api.post(`/tickets/${id}/notes`, { note: 'I know about this.' }).expect(201)
  await ben.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
  expect((await toldOf(anna, id)).filter(({ read_at }) => read_at === null)).toEqual([])
  await edit(id, { title: 'Ben has it by now' })
  expect([(await editsToldTo(anna, id)).length, (await editsToldTo(ben, id)).length]).toEqual([2, 2])

  const closed = await open()
  await customer.api.post(`/tickets/${closed}/closure`).expect(200)
  await edit(closed, { title: 'Nobody has to look' })
  expect(await editsToldTo(anna, closed)).toEqual([])
})
