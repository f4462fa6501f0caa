import { describe, expect, test } from 'vitest'
import { auditOf, countOf, markedFields, textOf } from '../accounts/reading.ts'
import { minute } from '../support/clock.ts'
import { join } from '../support/people.ts'
import { sendForm, startDesk, threadOf, ticketAs } from './desk.ts'

const { world, customer, anna } = await startDesk()
const title = 'Ünïcode: “Schuhe” & <b>tights</b> 💃'
const message = 'Where do I find **the room**?\nThanks!'

describe('opening a ticket', () => {
  test('over the API', async () => {
    const { body } = await customer.api.post('/tickets', { title, message }).expect(201)
    const id = body.ticket_id
    expect(await ticketAs(customer, id)).toMatchObject({
      id,
      title,
      status: 'open',
      waiting_on: 'staff',
      unread: false,
      closed_at: null,
      opened_at: new Date(world.clock.now()).toISOString(),
      customer: { id: customer.id, username: 'kim', is_staff: false },
      assistant: null,
    })
    expect(await threadOf(anna, id)).toMatchObject([{ id: body.message_id, kind: 'message', body: message }])
    expect(await auditOf(world, 'ticket', id)).toMatchObject([{ action: 'opened', actor_id: customer.id }])
  })

  test('on the page', async () => {
    const before = await countOf(world, 'tickets')
    const answer = await sendForm(customer, '/tickets', { title, message }).expect(303)
    const path = answer.get('location') as string
    const page = await customer.pages.get(path).expect(200)

    const text = textOf(page.text)
    for (const part of [
      title,
      path.replace('/tickets/', '#'),
      'Waiting for us',
      'Opened by kim',
      'Claimed by Nobody yet',
    ])
      expect(text).toContain(part)
    expect(text).toContain('Your ticket is open. We will answer here.')
    expect(page.text).toContain('Where do I find <strong>the room</strong>?<br>Thanks!')
    expect(page.text).not.toContain('<b>tights</b>')
    expect(await countOf(world, 'tickets')).toBe(before + 1)
  })

  test.each([
    ['title', ''],
    ['title', 'seven 7'],
    ['title', `   ${'a'.repeat(7)}    `],
    ['title', 'x'.repeat(65)],
    ['title', 'two\nlines of text'],
    ['title', 'with a \0 in it'],
    ['message', ''],
    ['message', 'seven77'],
    ['message', ' \n '.repeat(8)],
    ['message', 'x'.repeat(10_001)],
    ['message', 'with a \0 in it'],
  ])('is refused with %s %j, naming it; what was typed stays', async (field, value) => {
    const form = { title: 'A title to keep', message: 'A message to keep.', [field]: value }
    const before = await countOf(world, 'tickets')
    const answer = await customer.api.post('/tickets', form)
    expect([answer.status, answer.body.errors.map((error: { field: string }) => error.field)]).toEqual([422, [field]])
    const page = await sendForm(customer, '/tickets', form)
    expect([page.status, markedFields(page.text)]).toEqual([422, [field]])
    expect(page.text).toContain(field === 'title' ? 'A message to keep.' : 'A title to keep')
    expect(await countOf(world, 'tickets')).toBe(before)
  })

  test('takes a title of 8 or 64 characters and a message of 8 or 10,000', async () => {
    for (const [least, most] of [
      ['💃'.repeat(8), 'x'.repeat(10_000)],
      ['💃'.repeat(64), '12345678'],
    ]) {
      const { body } = await customer.api.post('/tickets', { title: least, message: most }).expect(201)
      expect(await ticketAs(customer, body.ticket_id)).toMatchObject({ title: least })
    }
  })

  test('is for customers: an error tells staff to use a personal account', async () => {
    for (const staff of [anna, await join(world, 'boss', 'admin')]) {
      const answer = await staff.api.post('/tickets', { title, message }).expect(403)
      expect(answer.body.code).toBe('customers_only')
      await staff.pages.get('/tickets/new').expect(403)
      expect(textOf((await sendForm(staff, '/tickets', { title, message }).expect(403)).text)).toContain(
        'personal account',
      )
    }
  })

  test('gives it an address that stays and says how old it is', async () => {
    const { body } = await customer.api.post('/tickets', { title: 'My old umbrella', message }).expect(201)
    world.clock.advance(5 * minute)
    const { text } = await anna.pages.get(`/tickets/${body.ticket_id}`).expect(200)
    expect(textOf(text)).toContain('Opened 5 minutes ago')
    expect(textOf(text)).toContain('Waiting for staff')
  })
})
