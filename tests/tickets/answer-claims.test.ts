import { describe, expect, test } from 'vitest'
import { changeAccountType } from '#people/admin/promotion.ts'
import { textOf } from '../accounts/reading.ts'
import { join } from '../support/people.ts'
import { sendForm, startDesk, systemLines, threadOf, ticketAs } from './desk.ts'

const { world, customer, anna, ben, open } = await startDesk()
const message = 'We have found it.'

test('an answer needs a confirmation, once, if its author has not read a colleague’s', async () => {
  const id = await open()
  await anna.pages.get(`/tickets/${id}`).expect(200)
  await ben.api.post(`/tickets/${id}/messages`, { message: 'It is with me.' }).expect(201)
  const send = () => sendForm(anna, `/tickets/${id}/messages`, { kind: 'reply', message })
  const said = 'A colleague has answered in the meantime: read it before you send yours.'
  const { text } = await send().expect(409)
  for (const part of [said, 'It is with me.', `${message}</textarea>`]) expect(text).toContain(part)
  await send().expect(303)
  expect((await threadOf(customer, id)).map(({ body }) => body).slice(1)).toEqual(['It is with me.', message])
})

test('an answer is sent where a colleague’s was read and only the customer has edited something since', async () => {
  const id = await open()
  await ben.api.post(`/tickets/${id}/messages`, { message: 'It is with me.' }).expect(201)
  await anna.pages.get(`/tickets/${id}`).expect(200)
  const edit = (title: string) => customer.api.patch(`/tickets/${id}`, { title }).expect(200)
  for (const title of ['My red umbrella', 'My blue umbrella']) await edit(title)
  expect((await ticketAs(anna, id)).unread).toBe(true)
  const send = () => sendForm(anna, `/tickets/${id}/messages`, { kind: 'reply', message })
  await send().expect(303)
  await ben.api.post(`/tickets/${id}/messages`, { message: 'No, it is not.' }).expect(201)
  await edit('My green umbrella')
  await send().expect(409)
})

describe('an answer claims the ticket', () => {
  test('on the page, unless its box is not ticked; the claim is in the conversation before the answer', async () => {
    const [claimed, left] = [await open(), await open()]
    expect((await anna.pages.get(`/tickets/${claimed}`)).text).toContain('name="claim" checked')
    await sendForm(anna, `/tickets/${claimed}/messages`, { message, claim: 'on' }).expect(303)
    expect((await threadOf(customer, claimed)).map(({ body }) => body).slice(1)).toEqual([
      `anna (#${anna.id}) claimed this ticket.`,
      message,
    ])
    expect((await anna.pages.get(`/tickets/${claimed}`)).text).not.toContain('name="claim"')
    await sendForm(anna, `/tickets/${left}/messages`, { message }).expect(303)
    expect((await ticketAs(anna, left)).assistant).toBeNull()
  })

  test('by API v1 when asked to, by the classic contract never', async () => {
    const [asked, silent, classic] = [await open(), await open(), await open()]
    await anna.api.post(`/tickets/${asked}/messages`, { message, claim: true }).expect(201)
    await anna.api.post(`/tickets/${silent}/messages`, { message }).expect(201)
    const post = world.api().post(`/ticket/${classic}`).set('Authorization', `Bearer ${anna.token}`)
    await post.send({ message }).expect(200)
    const holders = await Promise.all([asked, silent, classic].map((id) => ticketAs(anna, id)))
    expect(holders.map(({ assistant }) => assistant?.id)).toEqual([anna.id, undefined, undefined])
  })

  test('takes it over from nobody, and reopens a closed one once', async () => {
    const [taken, closed] = [await open(), await open()]
    await ben.api.post(`/tickets/${taken}/claim`, { expected_assistant_id: null }).expect(200)
    const { body } = await anna.api.post(`/tickets/${taken}/messages`, { message, claim: true }).expect(201)
    expect(body.assistant_id).toBe(ben.id)
    expect((await ticketAs(anna, taken)).assistant.id).toBe(ben.id)
    await customer.api.post(`/tickets/${closed}/closure`).expect(200)
    await anna.api.post(`/tickets/${closed}/messages`, { message, claim: true }).expect(201)
    expect(await ticketAs(anna, closed)).toMatchObject({ status: 'open', assistant: { id: anna.id } })
    expect((await systemLines(anna, closed)).slice(1)).toEqual([
      `anna (#${anna.id}) reopened this ticket.`,
      `anna (#${anna.id}) claimed this ticket.`,
    ])
  })

  test('that a colleague has claimed meanwhile is sent, and says who has', async () => {
    const id = await open()
    await ben.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
    await sendForm(anna, `/tickets/${id}/messages`, { message, claim: 'on' }).expect(303)
    const said = textOf((await anna.pages.get(`/tickets/${id}`)).text)
    expect(said).toContain(`Your message is sent. ben (#${ben.id}) has claimed this ticket in the meantime.`)
  })

  test('not of a customer, and nothing is written then', async () => {
    const id = await open()
    await customer.api.post(`/tickets/${id}/messages`, { message, claim: true }).expect(403)
    expect(await threadOf(customer, id)).toHaveLength(1)
  })
})

test('a ticket that staff opened as customers is claimed by none of their messages but those of the classic contract', async () => {
  const ivy = await join(world, 'ivy')
  const id = (await ivy.api.post('/tickets', { title: 'My own ticket', message: 'I need a key.' })).body.ticket_id
  await changeAccountType(world.ctx, null, ivy.id, 'assistant')
  await ivy.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(403)
  await sendForm(ivy, `/tickets/${id}/claim`, { expected_assistant_id: '' }).expect(403)
  await ivy.api.post(`/tickets/${id}/messages`, { message: 'Still waiting.', claim: true }).expect(403)
  await ivy.api.post(`/tickets/${id}/messages`, { message: '!claim' }).expect(422)
  const page = (await ivy.pages.get(`/tickets/${id}`).expect(200)).text
  for (const offer of ['name="claim"', '/claim"', '!claim']) expect(page).not.toContain(offer)
  expect((await ticketAs(anna, id)).assistant).toBeNull()
  const classic = world.api().post(`/ticket/${id}`).set('Authorization', `Bearer ${ivy.token}`)
  await classic.send({ message: '!claim' }).expect(200)
  expect((await ticketAs(anna, id)).assistant.id).toBe(ivy.id)
  expect(textOf((await ivy.pages.get(`/tickets/${id}`)).text)).not.toContain('Take over')
})
