import { describe, expect, test } from 'vitest'
import { hour } from '../support/clock.ts'
import { startApp } from '../support/world.ts'
import { anError, join, openTicket } from './client.ts'

const world = await startApp()
const [anna, ben] = [await join(world, 'anna'), await join(world, 'ben')]
const [carl, dora] = [await join(world, 'carl', 'assistant'), await join(world, 'dora', 'admin')]

const seconds = () => Math.floor(world.clock.now() / 1000)
const dataOf = async (id: number) => (await carl.get(`/get-ticket/${id}`).expect(200)).body.ticket_data
const messagesOf = async (id: number) => (await carl.get(`/get-messages/${id}`).expect(200)).body.message_list
const counted = () =>
  world.ctx.db
    .selectNoFrom((eb) => [
      eb
        .selectFrom('tickets')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .as('tickets'),
      eb
        .selectFrom('messages')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .as('messages'),
    ])
    .executeTakeFirstOrThrow()

describe('POST /ticket/new', () => {
  const ticket = { ticket_title: 'A lost shoe', message: 'It is a left one, red.' }

  test('opens a ticket', async () => {
    const { body } = await anna.post('/ticket/new', ticket).expect(200)
    expect(body).toEqual({ ticket_id: expect.any(Number), message_id: expect.any(Number) })
    expect(await messagesOf(body.ticket_id)).toEqual([
      { message_id: body.message_id, author_id: anna.id, body: ticket.message, sent_at: seconds() },
    ])
  })

  test('takes titles of 8 and 64 characters and a message of 10,000', async () => {
    for (const length of [8, 64])
      await anna.post('/ticket/new', { ...ticket, ticket_title: 't'.repeat(length) }).expect(200)
    await anna.post('/ticket/new', { ...ticket, message: 'm'.repeat(10_000) }).expect(200)
  })

  test.each([
    ['a ticket without a title', { message: ticket.message }],
    ['a ticket without a message', { ticket_title: ticket.ticket_title }],
    ['an empty title', { ...ticket, ticket_title: '' }],
    ['a title of 7', { ...ticket, ticket_title: 't'.repeat(7) }],
    ['a title of 65', { ...ticket, ticket_title: 't'.repeat(65) }],
    ['a message of 4', { ...ticket, message: 'help' }],
    ['a message of 4 with a mark', { ...ticket, message: 'help!' }],
    ['a message of blanks', { ...ticket, message: ' '.repeat(20) }],
    ['a message of 10,001', { ...ticket, message: 'm'.repeat(10_001) }],
    ['a key of our own API', { title: ticket.ticket_title, message: ticket.message }],
    ['an unknown key', { ...ticket, customer_id: 1 }],
    ['a list for a message', { ...ticket, message: [ticket.message] }],
    ['a NUL', { ...ticket, ticket_title: 'A lost\0 shoe' }],
    ['a lone surrogate', { ...ticket, message: 'It is a \udc00 left one' }],
  ])('refuses %s and stores nothing', async (_what, body) => {
    const before = await counted()
    expect((await anna.post('/ticket/new', body).expect(400)).body).toEqual(anError)
    expect(await counted()).toEqual(before)
  })

  test.each(['!close', '!claim', '!', '!frobnicate'])(
    'takes %s as the first message, which is text',
    async (message) => {
      const { body } = await anna.post('/ticket/new', { ...ticket, message }).expect(200)
      expect(await messagesOf(body.ticket_id)).toEqual([
        { message_id: body.message_id, author_id: anna.id, body: message, sent_at: seconds() },
      ])
      expect(await dataOf(body.ticket_id)).toMatchObject({ closed_at: -1, assistant_id: -1 })
    },
  )

  test('is for customers alone', async () => {
    for (const staff of [carl, dora])
      expect((await staff.post('/ticket/new', ticket).expect(403)).body).toEqual(anError)
  })
})

describe('GET /get-ticket/:ticket_id', () => {
  test('shows its customer and the staff a ticket, with -1 for what is not set', async () => {
    const id = await openTicket(anna, 'A red umbrella')
    const ticket_data = {
      ticket_id: id,
      customer_id: anna.id,
      assistant_id: -1,
      opened_at: seconds(),
      closed_at: -1,
      title: 'A red umbrella',
    }
    for (const reader of [anna, carl, dora]) {
      expect((await reader.get(`/get-ticket/${id}`).expect(200)).body).toEqual({ ticket_data })
    }
  })

  test('tells another customer that it is not theirs', async () => {
    const id = await openTicket(anna)
    expect((await ben.get(`/get-ticket/${id}`).expect(403)).body).toEqual(anError)
  })

  test.each(['4711', '0', '-1', 'abc', '2147483648', '1.5'])('answers 404 for %s', async (id) => {
    for (const reader of [anna, carl]) expect((await reader.get(`/get-ticket/${id}`).expect(404)).body).toEqual(anError)
  })
})

describe('POST /ticket/:ticket_id', () => {
  test('writes a message, also of 8 and of 10,000 characters', async () => {
    const id = await openTicket(anna)
    for (const message of ['Any news?', '12345678', 'm'.repeat(10_000), '!', '!!!', '! no', '!close it']) {
      const { body } = await anna.post(`/ticket/${id}`, { message }).expect(200)
      expect(body).toEqual({ ticket_id: id, message_id: expect.any(Number) })
      const sent = { message_id: body.message_id, author_id: anna.id, body: message, sent_at: seconds() }
      expect((await messagesOf(id))[0]).toEqual(sent)
    }
    await carl.post(`/ticket/${id}`, { message: 'We found it.' }).expect(200)
  })

  test.each([
    ['a message of 4', { message: 'help' }],
    ['a message of 7', { message: '1234567' }],
    ['a message of 10,001', { message: 'm'.repeat(10_001) }],
    ['an empty message', { message: '' }],
    ['no message', {}],
    ['an unknown key', { message: 'Any news?', title: 'Another title' }],
    ['a number', { message: 12345678 }],
    ['an unknown command', { message: '!frobnicate' }],
    ['!claim from a customer', { message: '!claim' }],
    ['a NUL', { message: 'Any news\0?' }],
    ['a lone surrogate', { message: 'Any news\ud83d?' }],
  ])('refuses %s and stores nothing', async (_what, body) => {
    const id = await openTicket(anna)
    const before = await counted()
    expect((await anna.post(`/ticket/${id}`, body).expect(400)).body).toEqual(anError)
    expect(await counted()).toEqual(before)
  })

  test.each(['', ' \n', '\u200b'.repeat(9), 'help'])('says in one sentence that %j is too short', async (message) => {
    const { body } = await anna.post(`/ticket/${await openTicket(anna)}`, { message }).expect(400)
    expect(body).toEqual({ error: 'message: A message needs at least 8 characters.' })
  })

  test('refuses another customer, whatever is written', async () => {
    const id = await openTicket(anna)
    const before = await counted()
    for (const message of ['Any news?', '!close', '!open']) {
      expect((await ben.post(`/ticket/${id}`, { message }).expect(403)).body).toEqual(anError)
    }
    expect(await counted()).toEqual(before)
    expect((await dataOf(id)).closed_at).toBe(-1)
  })

  test.each(['4711', 'abc', '0'])('answers 404 for %s', async (id) => {
    for (const writer of [anna, carl]) {
      expect((await writer.post(`/ticket/${id}`, { message: 'Any news?' }).expect(404)).body).toEqual(anError)
    }
  })
})

describe('commands', () => {
  test('!close and !open do so and leave a line by System', async () => {
    const id = await openTicket(anna)
    world.clock.advance(hour)
    const closed = (await anna.post(`/ticket/${id}`, { message: '!close' }).expect(200)).body
    expect(closed).toEqual({ ticket_id: id, message_id: expect.any(Number) })
    expect((await dataOf(id)).closed_at).toBe(seconds())
    const line = { author_id: 0, body: `anna (#${anna.id}) closed this ticket.`, sent_at: seconds() }
    expect((await messagesOf(id))[0]).toEqual({ message_id: closed.message_id, ...line })

    const opened = (await carl.post(`/ticket/${id}`, { message: '!open' }).expect(200)).body
    expect(opened).toEqual({ ticket_id: id, message_id: expect.any(Number) })
    expect((await dataOf(id)).closed_at).toBe(-1)
    expect((await messagesOf(id))[0]).toMatchObject({ author_id: 0, body: `carl (#${carl.id}) reopened this ticket.` })
  })

  test('!claim takes the ticket over from any colleague', async () => {
    const id = await openTicket(anna)
    for (const staff of [carl, dora]) {
      const { body } = await staff.post(`/ticket/${id}`, { message: '!claim' }).expect(200)
      expect(body).toEqual({ ticket_id: id, message_id: expect.any(Number) })
      expect((await dataOf(id)).assistant_id).toBe(staff.id)
    }
    const lines = (await messagesOf(id)).filter(({ author_id }: { author_id: number }) => author_id === 0)
    expect(lines.map(({ body }: { body: string }) => body)).toEqual([
      `dora (#${dora.id}) took this ticket over.`,
      `carl (#${carl.id}) claimed this ticket.`,
    ])
  })

  test('leave a line also where the ticket is like that already', async () => {
    const id = await openTicket(anna)
    const say = async (writer: typeof anna, message: string) => {
      world.clock.advance(hour)
      const { body } = await writer.post(`/ticket/${id}`, { message }).expect(200)
      const [last] = await messagesOf(id)
      expect(last).toMatchObject({ message_id: body.message_id, author_id: 0, sent_at: seconds() })
      return last.body
    }
    const done = [
      await say(anna, '!open'),
      await say(anna, '!close'),
      await say(anna, '!close'),
      await say(carl, '!claim'),
      await say(carl, '!claim'),
    ]
    expect(done).toEqual([
      `anna (#${anna.id}) reopened this ticket.`,
      `anna (#${anna.id}) closed this ticket.`,
      `anna (#${anna.id}) closed this ticket.`,
      `carl (#${carl.id}) claimed this ticket.`,
      `carl (#${carl.id}) claimed this ticket.`,
    ])
    expect(await dataOf(id)).toMatchObject({ closed_at: -1, assistant_id: carl.id })
    expect(await messagesOf(id)).toHaveLength(7)
    await say(anna, '!close')
    world.clock.advance(hour)
    await say(carl, '!close')
    expect((await dataOf(id)).closed_at).toBe(seconds())
  })

  test('are short also in full-width signs, as Chinese and Japanese keyboards type them', async () => {
    const id = await openTicket(anna)
    await anna.post(`/ticket/${id}`, { message: '！ｃｌｏｓｅ' }).expect(200)
    expect((await dataOf(id)).closed_at).toBe(seconds())
  })

  test('a message to a closed ticket reopens it', async () => {
    const id = await openTicket(anna)
    await anna.post(`/ticket/${id}`, { message: '!close' }).expect(200)
    await anna.post(`/ticket/${id}`, { message: 'One more thing.' }).expect(200)
    expect((await dataOf(id)).closed_at).toBe(-1)
  })
})
