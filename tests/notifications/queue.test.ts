import { expect, test } from 'vitest'
import { changeAccountType } from '#people/admin/promotion.ts'
import { join } from '../support/people.ts'
import { sendForm, startDesk } from '../tickets/desk.ts'
import { inboxOf } from './told.ts'

const { world, customer, anna, ben, open } = await startDesk({ env: { MAX_OPEN_TICKETS: '1000' } })
const stranger = await join(world, 'stranger')
const everybody = [customer, anna, ben, stranger]

/** The notifications of the customer, Anna, Ben and another person about a ticket, newest first. */
const told = (id: number) =>
  Promise.all(
    everybody.map(async (one) =>
      (await inboxOf(one)).filter(({ subject }) => subject.id === id).map(({ kind, text }) => [kind, text]),
    ),
  )
const opened = ['opened', 'kim opened a ticket.']
const written = ['unclaimed', 'kim wrote in a ticket that nobody has claimed.']
const claim = (id: number) => anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
const write = (id: number) => customer.api.post(`/tickets/${id}/messages`, { message: 'And?' }).expect(201)

test('all staff are notified of a new ticket, with the beginning of its message', async () => {
  const id = await open()
  expect(await told(id)).toEqual([[], [opened], [opened], []])
  expect((await inboxOf(ben))[0]).toMatchObject({
    excerpt: 'I left it in room 2 yesterday.',
    actor: { id: customer.id },
  })
})

test('all staff are notified of a message on an unclaimed ticket, and its assistant of one on a claimed ticket', async () => {
  const id = await open()
  await write(id)
  expect(await told(id)).toEqual([[], [written, opened], [written, opened], []])
  await claim(id)
  await write(id)
  const [, byAnna, byBen] = await told(id)
  expect(byAnna?.[0]).toEqual(['message', 'kim wrote.'])
  expect(byBen).toEqual([written, opened])
})

test('all staff are notified when a customer reopens an unclaimed ticket, in every way', async () => {
  const ways: [(id: number) => PromiseLike<unknown>, string[]][] = [
    [(id) => customer.api.post(`/tickets/${id}/reopening`).expect(200), ['reopened', 'kim reopened the ticket.']],
    [(id) => sendForm(customer, `/tickets/${id}/reopening`).expect(303), ['reopened', 'kim reopened the ticket.']],
    [write, written],
  ]
  for (const [reopen, news] of ways) {
    const id = await open()
    await customer.api.post(`/tickets/${id}/closure`).expect(200)
    await reopen(id)
    expect(await told(id)).toEqual([[], [news, opened], [news, opened], []])
  }
  const held = await open()
  await claim(held)
  await customer.api.post(`/tickets/${held}/closure`).expect(200)
  await customer.api.post(`/tickets/${held}/reopening`).expect(200)
  const [, byAnna, byBen] = await told(held)
  expect(byAnna?.[0]).toEqual(['status', 'kim reopened the ticket.'])
  expect(byBen).toEqual([opened])
})

test('all other staff are notified of a ticket that waits for an answer and is given back to the queue', async () => {
  const released = ['released', 'anna gave the ticket back to the queue.']
  const id = await open()
  await claim(id)
  await anna.api.post(`/tickets/${id}/release`).expect(200)
  expect(await told(id)).toEqual([[], [opened], [released, opened], []])
  await ben.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
  await anna.api.put(`/tickets/${id}/assignment`, { assistant_id: null }).expect(200)
  expect(await told(id)).toEqual([[], [opened], [['unassigned', released[1]], released, opened], []])
  await claim(id)
  await anna.api.post(`/tickets/${id}/messages`, { message: 'Here it is.' }).expect(201)
  await anna.api.post(`/tickets/${id}/release`).expect(200)
  expect((await told(id))[2]).toHaveLength(3)
})

test('nobody is notified of their own ticket, nor staff of what staff do', async () => {
  const ivy = await join(world, 'ivy')
  const { ticket_id: id } = (await ivy.api.post('/tickets', { title: 'A ticket of mine', message: 'A question.' })).body
  await changeAccountType(world.ctx, null, ivy.id, 'assistant')
  await ivy.api.post(`/tickets/${id}/messages`, { message: 'And another.' }).expect(201)
  expect(await inboxOf(ivy)).toEqual([])
  await anna.api.post(`/tickets/${id}/closure`).expect(200)
  await anna.api.post(`/tickets/${id}/reopening`).expect(200)
  expect((await inboxOf(ben)).filter(({ subject }) => subject.id === id)).toHaveLength(2)
})

test('once somebody claims, answers, with a claim or without, gets or closes the ticket, it waits for nobody else', async () => {
  const actions: ((id: number) => PromiseLike<unknown>)[] = [
    claim,
    (id) => anna.api.post(`/tickets/${id}/messages`, { message: 'Here it is.', claim: true }).expect(201),
    (id) => anna.api.post(`/tickets/${id}/messages`, { message: 'Here it is.' }).expect(201),
    (id) => anna.api.put(`/tickets/${id}/assignment`, { assistant_id: anna.id }).expect(200),
    (id) => anna.api.post(`/tickets/${id}/closure`).expect(200),
  ]
  for (const act of actions) {
    const id = await open()
    await write(id)
    const unread = async () => (await inboxOf(ben, '&show=unread')).filter(({ subject }) => subject.id === id)
    expect(await unread()).toHaveLength(2)
    await act(id)
    expect(await unread()).toEqual([])
  }
})
