import { describe, expect, test, vi } from 'vitest'
import { ticketModel } from '#desk/tickets/models.ts'
import { readThread } from '#desk/tickets/threads.ts'
import { getTicket } from '#desk/tickets/tickets.ts'
import { auditOf, markedFields, textOf } from '../accounts/reading.ts'
import { hour } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { sendForm, startDesk, threadOf, ticketAs } from './desk.ts'

const { world, customer, anna, open } = await startDesk()
const first = 'I left it in room 2 yesterday.'
const titleOf = (count: number) => `Title number ${count}`

describe('editing title and first message', () => {
  test('keeps what they said before, for both sides to see, page and API', async () => {
    const id = await open('My lost umbrella')
    world.clock.advance(hour)
    const title = 'My lost red umbrella'
    expect((await customer.api.patch(`/tickets/${id}`, { title }).expect(200)).body).toMatchObject({ id, title })
    const form = { title: 'My found umbrella', message: 'It was in **room 3**.' }
    await sendForm(customer, `/tickets/${id}/edit`, form).expect(303).expect('location', `/tickets/${id}`)

    const [message] = await threadOf(anna, id)
    expect(message).toMatchObject({ body: form.message, edited_at: new Date(world.clock.now()).toISOString() })
    const { edits } = (await anna.api.get(`/tickets/${id}/edits`).expect(200)).body
    expect(edits).toMatchObject([
      { message_id: message?.id, before: first },
      { message_id: null, before: title },
      { message_id: null, before: 'My lost umbrella' },
    ])
    for (const member of [customer, anna]) {
      const ticket = await member.pages.get(`/tickets/${id}`).expect(200)
      expect(textOf(ticket.text)).toMatch(/It was in room 3 ?\. Edited just now/)
      expect(textOf(ticket.text)).not.toContain(first)
      expect(ticket.text.match(new RegExp(`href="/tickets/${id}/edits"`, 'g'))).toHaveLength(2)
      const text = textOf((await member.pages.get(`/tickets/${id}/edits`).expect(200)).text)
      const versions = [
        `First message until (.+?) ${first}`,
        'Title until (.+?) “My lost red umbrella”',
        'Title until (.+?) “My lost umbrella”',
      ]
      expect(text).toMatch(new RegExp(versions.join('.*')))
    }
    const entries = await auditOf(world, 'ticket', id)
    expect(entries.slice(1)).toMatchObject([
      {
        action: 'edited',
        actor_id: customer.id,
        before: '{"title":"My lost umbrella"}',
        after: `{"title":"${title}"}`,
      },
      { action: 'edited' },
    ])
    expect((await auditOf(world, 'message', message?.id ?? 0)).map(({ action }) => action)).toEqual(['edited'])
  })

  test('from two pages that were open at once keeps what the other has changed', async () => {
    const id = await open('My lost umbrela')
    const draw = async () => {
      const { text } = await customer.pages.get(`/tickets/${id}/edit`).expect(200)
      const { title = '', message = '', shown_edit = '' } = pageOf(text).fieldsOf(`/tickets/${id}/edit`)
      return { title, message, shown_edit }
    }
    const [desktop, phone] = [await draw(), await draw()]
    const send = (form: Record<string, string>) => sendForm(customer, `/tickets/${id}/edit`, form).expect(303)
    await send({ ...phone, message: 'I left it in room 3, not 2.' })
    await send({ ...desktop, title: 'My lost umbrella' })
    expect((await ticketAs(anna, id)).title).toBe('My lost umbrella')
    expect((await threadOf(anna, id))[0]?.body).toBe('I left it in room 3, not 2.')
    await send({ ...phone, title: 'My red umbrella' })
    expect((await threadOf(anna, id))[0]?.body).toBe('I left it in room 3, not 2.')
    const again = await draw()
    await send({ ...again, message: first })
    expect((await threadOf(anna, id))[0]?.body).toBe(first)
    expect((await ticketAs(anna, id)).title).toBe('My red umbrella')
  })

  test('shows what they said page by page, newest first', async () => {
    const id = await open('Title number 1')
    for (let count = 2; count <= 12; count++)
      await customer.api.patch(`/tickets/${id}`, { title: `Title number ${count}` }).expect(200)
    const edits = async (query: string) => (await anna.api.get(`/tickets/${id}/edits?${query}`).expect(200)).body
    const start = await edits('limit=4')
    expect(start.edits.map(({ before }: { before: string }) => before)).toEqual([11, 10, 9, 8].map(titleOf))
    const rest = await edits(`limit=50&cursor=${start.next_cursor}`)
    expect(rest.edits.map(({ before }: { before: string }) => before)).toEqual([7, 6, 5, 4, 3, 2, 1].map(titleOf))
    expect(rest.next_cursor).toBeNull()
    const page = await customer.pages.get(`/tickets/${id}/edits`).expect(200)
    expect(page.text.match(/“Title number/g)).toHaveLength(10)
    const more = pageOf(page.text).get('link', 'More').href
    expect(textOf((await customer.pages.get(more).expect(200)).text)).toContain(titleOf(1))
  })

  test('lets others be served between two texts, however many are shown', async () => {
    const id = await open('My lost umbrella')
    for (const message of ['And a scarf.', 'And a hat.', 'And a bag.'])
      await customer.api.post(`/tickets/${id}/messages`, { message }).expect(201)
    const ticket = await getTicket(world.ctx, customer.actor, id)
    const thread = await readThread(world.ctx, customer.actor, ticket, { limit: 50 })
    let time = 0
    const now = vi.spyOn(performance, 'now').mockImplementation(() => (time += 11))
    let turns = 0
    const served = () => {
      turns += 1
      waiting = setImmediate(served)
    }
    let waiting = setImmediate(served)
    await ticketModel(world.ctx, customer.actor, ticket, thread)
    clearImmediate(waiting)
    now.mockRestore()
    expect(turns).toBeGreaterThanOrEqual(thread.messages.length)
  })

  test('to what they say already leaves no history', async () => {
    const id = await open('My lost umbrella')
    await customer.api.patch(`/tickets/${id}`, { title: 'My lost umbrella', message: first }).expect(200)
    await sendForm(customer, `/tickets/${id}/edit`, { title: 'My lost umbrella', message: first }).expect(303)
    expect((await anna.api.get(`/tickets/${id}/edits`)).body.edits).toEqual([])
    expect((await threadOf(anna, id))[0]).toMatchObject({ edited_at: null })
    expect(await auditOf(world, 'ticket', id)).toHaveLength(1)
  })

  test('starts from what they say', async () => {
    const id = await open('My lost umbrella')
    const { text } = await customer.pages.get(`/tickets/${id}/edit`).expect(200)
    expect(text).toContain('value="My lost umbrella"')
    expect(text).toContain(`${first}</textarea>`)
  })

  test.each([
    ['title', 'short'],
    ['title', 'x'.repeat(65)],
    ['message', 'short'],
    ['message', 'x'.repeat(10_001)],
  ])('is refused for its %s %j', async (field, value) => {
    const id = await open('My lost umbrella')
    const answer = await customer.api.patch(`/tickets/${id}`, { [field]: value })
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, field])
    const form = { title: 'A title to keep', message: 'A message to keep.', [field]: value }
    const page = await sendForm(customer, `/tickets/${id}/edit`, form)
    expect([page.status, markedFields(page.text)]).toEqual([422, [field]])
    expect(page.text).toContain(field === 'title' ? 'A message to keep.' : 'A title to keep')
    expect((await ticketAs(customer, id)).title).toBe('My lost umbrella')
    await customer.api.patch(`/tickets/${id}`, {}).expect(422)
    await customer.api.patch(`/tickets/${id}`, { status: 'closed' }).expect(422)
  })

  test('is the customer’s alone: staff are refused', async () => {
    const id = await open('My lost umbrella')
    const answer = await anna.api.patch(`/tickets/${id}`, { title: 'Something else' }).expect(403)
    expect(answer.body.code).toBe('customers_own_only')
    await sendForm(anna, `/tickets/${id}/edit`, { title: 'Something else', message: 'Something else.' }).expect(403)
    expect(textOf((await anna.pages.get(`/tickets/${id}`)).text)).not.toMatch(/ Edit Opened by/)
    expect((await anna.api.get(`/tickets/${id}/edits`)).body.edits).toEqual([])
    expect((await ticketAs(anna, id)).title).toBe('My lost umbrella')
  })

  test('reaches the first message only, whatever was written later', async () => {
    const id = await open('My lost umbrella')
    await customer.api.post(`/tickets/${id}/messages`, { message: 'And a scarf.' }).expect(201)
    await customer.api.patch(`/tickets/${id}`, { message: 'It is red and small.' }).expect(200)
    expect((await threadOf(anna, id)).map(({ body }) => body)).toEqual(['It is red and small.', 'And a scarf.'])
  })
})
