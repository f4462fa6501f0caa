import { describe, expect, test } from 'vitest'
import { changeAccountType } from '#people/admin/promotion.ts'
import { minute } from '../support/clock.ts'
import { startApp } from '../support/world.ts'
import { anError, type Client, join, openTicket } from './client.ts'

const world = await startApp()
const seconds = () => Math.floor(world.clock.now() / 1000)
const idsIn = async (client: Client, path: string): Promise<number[]> =>
  (await client.get(path).expect(200)).body.tickets.map(({ ticket_id }: { ticket_id: number }) => ticket_id)

async function openTickets(customer: Client, count: number): Promise<number[]> {
  const ids = []
  for (let n = 0; n < count; n++) {
    ids.push(await openTicket(customer))
    world.clock.advance(minute)
  }
  return ids
}

const say = (client: Client, id: number | undefined, message: string) =>
  client.post(`/ticket/${id}`, { message }).expect(200)

describe('GET /get-open-tickets and /get-closed-tickets', () => {
  test('show a customer the own ones in their orders', async () => {
    const [anna, ben] = [await join(world, 'anna'), await join(world, 'ben')]
    const [first, second, third, fourth] = await openTickets(anna, 4)
    await openTicket(ben)
    await say(anna, third, '!close')
    world.clock.advance(minute)
    await say(anna, first, '!close')

    expect(await idsIn(anna, `/get-open-tickets/${anna.id}`)).toEqual([second, fourth])
    const { body } = await anna.get(`/get-closed-tickets/${anna.id}`).expect(200)
    const common = { customer_id: anna.id, assistant_id: -1, title: 'My lost umbrella' }
    expect(body).toEqual({
      tickets: [
        { ticket_id: first, opened_at: seconds() - 300, closed_at: seconds(), ...common },
        { ticket_id: third, opened_at: seconds() - 180, closed_at: seconds() - 60, ...common },
      ],
    })
  })

  test('show an assistant the claimed ones, and what was opened before joining the desk', async () => {
    const [cleo, dan] = [await join(world, 'cleo'), await join(world, 'dan')]
    const [earlier] = await openTickets(cleo, 1)
    const [before] = await openTickets(dan, 1)
    await changeAccountType(world.ctx, null, dan.id, 'assistant')
    const [claimed, closed, others] = await openTickets(cleo, 3)
    for (const id of [before, claimed, closed, earlier]) await say(dan, id, '!claim')
    await say(dan, closed, '!close')

    expect(await idsIn(dan, `/get-open-tickets/${dan.id}`)).toEqual([earlier, before, claimed])
    expect(await idsIn(dan, `/get-closed-tickets/${dan.id}`)).toEqual([closed])
    expect(await idsIn(cleo, `/get-open-tickets/${cleo.id}`)).toEqual([earlier, claimed, others])
  })

  test('are empty for who has none', async () => {
    const eve = await join(world, 'eve', 'assistant')
    for (const list of ['open', 'closed']) {
      expect((await eve.get(`/get-${list}-tickets/${eve.id}`).expect(200)).body).toEqual({ tickets: [] })
    }
  })

  test('are for that user only, be it against staff', async () => {
    const [fay, gus] = [await join(world, 'fay'), await join(world, 'gus')]
    const hal = await join(world, 'hal', 'admin')
    for (const list of ['open', 'closed']) {
      for (const other of [gus, hal]) {
        expect((await other.get(`/get-${list}-tickets/${fay.id}`).expect(403)).body).toEqual(anError)
      }
      for (const nobody of ['4711', '0', '99999999999'])
        expect((await fay.get(`/get-${list}-tickets/${nobody}`).expect(403)).body).toEqual(anError)
      expect((await fay.get(`/get-${list}-tickets/fay`).expect(404)).body).toEqual(anError)
    }
  })
})

describe('GET /get-unclaimed-tickets', () => {
  test('shows the staff what nobody has claimed, closed or not, oldest first', async () => {
    const [ida, jon] = [await join(world, 'ida'), await join(world, 'jon', 'assistant')]
    const before = await idsIn(jon, '/get-unclaimed-tickets')
    const [first, second, third, fourth] = await openTickets(ida, 4)
    await say(jon, second, '!claim')
    await say(ida, third, '!close')
    expect(await idsIn(jon, '/get-unclaimed-tickets')).toEqual([...before, first, third, fourth])
    const { body } = await jon.get('/get-unclaimed-tickets').expect(200)
    expect(body.tickets.at(-1)).toEqual({
      ticket_id: fourth,
      customer_id: ida.id,
      assistant_id: -1,
      opened_at: seconds() - 60,
      closed_at: -1,
      title: 'My lost umbrella',
    })
  })

  test('refuses customers', async () => {
    const kay = await join(world, 'kay')
    expect((await kay.get('/get-unclaimed-tickets').expect(403)).body).toEqual(anError)
  })
})

describe('GET /get-messages/:ticket_id', () => {
  test('shows its customer and the staff all messages, newest first, System as 0', async () => {
    const [lea, max] = [await join(world, 'lea'), await join(world, 'max', 'assistant')]
    const [id] = await openTickets(lea, 1)
    const claimed = (await say(max, id, '!claim')).body.message_id
    world.clock.advance(minute)
    const answered = (await say(max, id, 'It is at the desk.')).body.message_id
    const message_list = [
      { message_id: answered, author_id: max.id, body: 'It is at the desk.', sent_at: seconds() },
      { message_id: claimed, author_id: 0, body: `max (#${max.id}) claimed this ticket.`, sent_at: seconds() - 60 },
      {
        message_id: expect.any(Number),
        author_id: lea.id,
        body: 'I left it in room 2 yesterday.',
        sent_at: seconds() - 120,
      },
    ]
    for (const reader of [lea, max]) {
      expect((await reader.get(`/get-messages/${id}`).expect(200)).body).toEqual({ ticket_id: id, message_list })
    }
  })

  test('refuses another customer, and a ticket that does not exist', async () => {
    const [nia, oda] = [await join(world, 'nia'), await join(world, 'oda')]
    const id = await openTicket(nia)
    expect((await oda.get(`/get-messages/${id}`).expect(403)).body).toEqual(anError)
    for (const missing of ['4711', '0', 'abc']) {
      expect((await nia.get(`/get-messages/${missing}`).expect(404)).body).toEqual(anError)
    }
  })
})

describe('without paging', () => {
  const many = Array.from({ length: 1100 }, (_, n) => n)
  const at = world.clock.now()

  test('all tickets are in the list, each once and in order', async () => {
    const pam = await join(world, 'pam')
    const state = { waiting_on: 'staff', open_since: at, priority: 2, queue_rank: 1, last_note_id: 0 } as const
    const ticket = { ...state, customer_id: pam.id, last_message_id: 0, last_message_at: at }
    const rows = many.map((n) => ({ ...ticket, title: `Ticket ${n}`, opened_at: at + (n % 7), staff_replied_at: at }))
    const stored = await world.ctx.db.insertInto('tickets').values(rows).returning(['id', 'opened_at']).execute()
    const oldestFirst = stored.sort((a, b) => a.opened_at - b.opened_at || a.id - b.id).map(({ id }) => id)
    expect(await idsIn(pam, `/get-open-tickets/${pam.id}`)).toEqual(oldestFirst)

    const close = world.ctx.db.updateTable('tickets').set((eb) => ({ closed_at: eb.ref('opened_at') }))
    await close.where('customer_id', '=', pam.id).execute()
    expect(await idsIn(pam, `/get-closed-tickets/${pam.id}`)).toEqual(oldestFirst.toReversed())
  })

  test('all messages are in the list, each once and in order', async () => {
    const rob = await join(world, 'rob')
    const ticket_id = await openTicket(rob)
    const message = { ticket_id, author_id: rob.id, kind: 'message', from_staff: 0, sent_at: at } as const
    const rows = many.map((n) => ({ ...message, body: `Message ${n}` }))
    const stored = await world.ctx.db.insertInto('messages').values(rows).returning('id').execute()
    // Streamed: many long lists at once would not fit into memory.
    const answer = await rob.get(`/get-messages/${ticket_id}`).expect(200).expect('transfer-encoding', 'chunked')
    const { message_list } = answer.body
    const ids: number[] = message_list.map(({ message_id }: { message_id: number }) => message_id)
    expect(ids).toHaveLength(many.length + 1)
    expect(ids.slice(0, -1)).toEqual(stored.map(({ id }) => id).sort((a, b) => b - a))
  })
})
