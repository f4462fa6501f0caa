import { describe, expect, test } from 'vitest'
import { auditOf, countOf, markedFields, textOf } from '../accounts/reading.ts'
import { pageOf } from '../support/page.ts'
import { sendForm, startDesk, systemLines, threadOf, ticketAs } from './desk.ts'

const { world, customer, anna, ben, open } = await startDesk()

describe('writing into a ticket', () => {
  test('changes who is waited for, by page and API', async () => {
    const id = await open()
    const { body } = await anna.api.post(`/tickets/${id}/messages`, { message: 'It is at the desk.' }).expect(201)
    expect(body).toEqual({ ticket_id: id, message_id: expect.any(Number), command: null, assistant_id: null })
    expect(await ticketAs(customer, id)).toMatchObject({ waiting_on: 'customer' })

    const answer = await sendForm(customer, `/tickets/${id}/messages`, { message: 'Great, thanks!' }).expect(303)
    const [, mine] = /#message-(\d+)$/.exec(answer.get('location') ?? '') ?? []
    expect(answer.get('location')).toBe(`/tickets/${id}#message-${mine}`)
    expect(await ticketAs(anna, id)).toMatchObject({ waiting_on: 'staff' })

    expect(await threadOf(customer, id)).toMatchObject([
      { author: { id: customer.id }, from_staff: false },
      { id: body.message_id, author: { id: anna.id }, from_staff: true, body: 'It is at the desk.' },
      { id: Number(mine), author: { id: customer.id }, from_staff: false, body: 'Great, thanks!' },
    ])
    expect(await auditOf(world, 'message', Number(mine))).toMatchObject([{ action: 'written', actor_id: customer.id }])
  })

  test('shows everybody who wrote what', async () => {
    const id = await open()
    await anna.api.post(`/tickets/${id}/messages`, { message: 'Hello <i>you</i>' }).expect(201)
    const seen = textOf((await customer.pages.get(`/tickets/${id}`).expect(200)).text)
    expect(seen).toMatch(/You just now I left it in room 2 yesterday\. New anna Staff just now Hello <i>you<\/i>/)
    expect(textOf((await ben.pages.get(`/tickets/${id}`)).text)).toMatch(
      /kim just now I left it .* anna Staff just now/,
    )
  })

  test.each(['', '   ', '\n\n', 'x'.repeat(10_001), 'with a \0 in it'])(
    '%j is refused, and kept to be mended',
    async (message) => {
      const id = await open()
      const before = await countOf(world, 'messages')
      const answer = await customer.api.post(`/tickets/${id}/messages`, { message })
      expect([answer.status, answer.body.errors[0].field]).toEqual([422, 'message'])
      const page = await sendForm(customer, `/tickets/${id}/messages`, { message })
      expect([page.status, markedFields(page.text)]).toEqual([422, ['message']])
      expect(textOf(page.text)).toContain('My lost umbrella')
      expect(await countOf(world, 'messages')).toBe(before)
    },
  )

  test.each([{}, { message: 7 }, { message: ['text'] }, { message: 'Fine', from_staff: true }, [], 'text', null])(
    'with the body %j is refused',
    async (body) => {
      const id = await open()
      const { status } = await world
        .api()
        .post(`/api/v1/tickets/${id}/messages`)
        .set('Authorization', `Bearer ${customer.token}`)
        .type('json')
        .send(JSON.stringify(body))
      expect(status).toBe(422)
      expect(await threadOf(customer, id)).toHaveLength(1)
    },
  )

  test('reopens a closed ticket, with a line that says who', async () => {
    for (const write of [
      (id: number) => customer.api.post(`/tickets/${id}/messages`, { message: 'One thing more' }).expect(201),
      (id: number) => sendForm(customer, `/tickets/${id}/messages`, { message: 'One thing more' }).expect(303),
    ]) {
      const id = await open()
      await anna.api.post(`/tickets/${id}/closure`).expect(200)
      await write(id)
      expect(await ticketAs(customer, id)).toMatchObject({ status: 'open', closed_at: null, waiting_on: 'staff' })
      expect(await systemLines(anna, id)).toEqual([
        `anna (#${anna.id}) closed this ticket.`,
        `kim (#${customer.id}) reopened this ticket.`,
      ])
      expect((await threadOf(anna, id)).at(-1)).toMatchObject({ body: 'One thing more' })
    }
  })

  test('by twenty at once loses none and leaves the ticket pointing at the last', async () => {
    const id = await open()
    const texts = Array.from({ length: 20 }, (_, n) => `Message number ${n}`)
    await Promise.all(
      texts.map((message, n) => (n % 2 ? anna : customer).api.post(`/tickets/${id}/messages`, { message }).expect(201)),
    )
    const thread = await threadOf(customer, id)
    expect(
      thread
        .slice(1)
        .map(({ body }) => body)
        .sort(),
    ).toEqual(texts.sort())
    const row = await world.ctx.db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    expect(row.last_message_id).toBe(thread.at(-1)?.id)
  })

  test('long threads are read page by page, none lost and none twice', async () => {
    const id = await open()
    for (let n = 1; n < 60; n++) await customer.api.post(`/tickets/${id}/messages`, { message: `Message ${n}` })
    const newest = (await customer.api.get(`/tickets/${id}/messages`).expect(200)).body
    expect([newest.messages.length, newest.more]).toEqual([50, true])
    const older = (await customer.api.get(`/tickets/${id}/messages?before=${newest.messages[0].id}`)).body
    expect([older.messages.length, older.more]).toEqual([10, false])
    const all = [...older.messages, ...newest.messages].map(({ body }: { body: string }) => body)
    expect(all.slice(1)).toEqual(Array.from({ length: 59 }, (_, n) => `Message ${n + 1}`))

    const page = (await customer.pages.get(`/tickets/${id}`).expect(200)).text
    const earlier = pageOf(page).get('link', 'Earlier messages').href
    const before = (await customer.pages.get(earlier).expect(200)).text
    const shown = [before, page].flatMap((html) =>
      [...html.matchAll(/>Message (\d+)<\/div>/g)].map(([, n]) => Number(n)),
    )
    expect(shown).toEqual(Array.from({ length: 59 }, (_, n) => n + 1))
  })
})
