import { describe, expect, test } from 'vitest'
import { minute } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join, type Member } from '../support/people.ts'
import { listedOn, sendForm, startDesk, ticketAs, unreadOn } from './desk.ts'

const { world, customer, anna, ben, open } = await startDesk()

/** Whether the ticket is unread; list and home page must mark it then, unless a colleague has it. */
async function unread(member: Member, id: number): Promise<boolean> {
  const [ticket, list, home] = [
    (await ticketAs(member, id)).unread,
    (await member.pages.get('/tickets?limit=100').expect(200)).text,
    (await member.pages.get('/home').expect(200)).text,
  ]
  const row = (await member.api.get('/tickets?limit=100')).body.tickets.find((row: { id: number }) => row.id === id)
  const mark = ticket && (member === customer || !row.assistant || row.assistant.id === member.id)
  expect(listedOn(list)).toContain(id)
  expect(unreadOn(list).includes(id)).toBe(mark)
  if (listedOn(home).includes(id)) expect(unreadOn(home).includes(id)).toBe(mark)
  expect(row.unread).toBe(ticket)
  return ticket
}

describe('the unread mark', () => {
  test('is each person’s own, and goes when the page has been seen', async () => {
    const id = await open()
    expect([await unread(customer, id), await unread(anna, id), await unread(ben, id)]).toEqual([false, true, true])

    const page = await anna.pages.get(`/tickets/${id}`).expect(200)
    expect(page.text).not.toContain('id="unread"')
    expect([await unread(customer, id), await unread(anna, id), await unread(ben, id)]).toEqual([false, false, true])

    await sendForm(anna, `/tickets/${id}/messages`, { message: 'We have it here.' }).expect(303)
    expect([await unread(customer, id), await unread(anna, id), await unread(ben, id)]).toEqual([true, false, true])

    const news = await customer.pages.get(`/tickets/${id}`).expect(200)
    const shown = pageOf(news.text)
      .all('listitem')
      .map(({ text }) => text)
    expect(shown[shown.indexOf('New') + 1]).toContain('We have it here.')
    expect((await customer.pages.get(`/tickets/${id}`)).text).not.toContain('id="unread"')
    expect([await unread(customer, id), await unread(anna, id), await unread(ben, id)]).toEqual([false, false, true])
  })

  test('stays when nobody sees the page: without its body, fetched ahead, and in a tab behind another', async () => {
    const id = await open()
    await anna.pages.get(`/tickets/${id}?behind=yes`).expect(200)
    await anna.pages.head(`/tickets/${id}`).expect(200)
    await anna.pages.get(`/tickets/${id}`).set('Sec-Purpose', 'prefetch;prerender').expect(200)
    expect(await unread(anna, id)).toBe(true)
  })

  test('over the API goes when the reader says so, not by reading', async () => {
    const id = await open()
    await anna.api.get(`/tickets/${id}/messages`).expect(200)
    expect(await unread(anna, id)).toBe(true)
    await anna.api.post(`/tickets/${id}/read-mark`).expect(204)
    expect([await unread(anna, id), await unread(ben, id)]).toEqual([false, true])
    await anna.api.post(`/tickets/${id}/read-mark`).expect(204)
  })

  test('comes with a note for a new colleague, too, who has looked at what was said before they came', async () => {
    const id = await open()
    world.clock.advance(minute)
    const dora = await join(world, 'dora', 'assistant')
    expect(await unread(dora, id)).toBe(false)
    await dora.pages.get(`/tickets/${id}`).expect(200)
    await anna.api.post(`/tickets/${id}/notes`, { note: 'Look at this.' }).expect(201)
    expect(await unread(dora, id)).toBe(true)
    const { tickets } = (await dora.api.get('/tickets?unread=yes').expect(200)).body
    expect(tickets.map((one: { id: number }) => one.id)).toContain(id)
  })

  test('comes with a System line as with a message, for everybody but who did it', async () => {
    const id = await open()
    for (const one of [anna, ben]) await one.api.post(`/tickets/${id}/read-mark`).expect(204)
    await anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
    expect([await unread(customer, id), await unread(anna, id), await unread(ben, id)]).toEqual([true, false, true])
  })

  test('stays when only older messages were looked at', async () => {
    const id = await open()
    for (let n = 0; n < 55; n++) await customer.api.post(`/tickets/${id}/messages`, { message: `Message ${n}` })
    const { messages } = (await anna.api.get(`/tickets/${id}/messages`)).body
    await anna.pages.get(`/tickets/${id}?before=${messages[0].id}`).expect(200)
    expect(await unread(anna, id)).toBe(true)
    await anna.pages.get(`/tickets/${id}`).expect(200)
    expect(await unread(anna, id)).toBe(false)
  })

  test('is not set by what was said before somebody joined', async () => {
    const id = await open()
    world.clock.advance(minute)
    const cleo = await join(world, 'cleo', 'assistant')
    expect(await unread(cleo, id)).toBe(false)
    await customer.api.post(`/tickets/${id}/messages`, { message: 'Anybody there?' }).expect(201)
    expect(await unread(cleo, id)).toBe(true)
  })
})
