import { describe, expect, test } from 'vitest'
import { textOf } from '../accounts/reading.ts'
import { minute } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join, type Member, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { listedOn } from './desk.ts'

const world = await startApp()
const [kim, lee] = [await join(world, 'kim'), await join(world, 'lee')]
const [anna, ben] = [await join(world, 'anna', 'assistant'), await join(world, 'ben', 'assistant')]

/** Sixty tickets, three at the same minute; and the expected content of each list, in order. */
const all: { id: number; of: Member; by: Member | undefined; closed: number }[] = []
for (let n = 0; n < 60; n++) {
  if (n % 3 === 0) world.clock.advance(minute)
  const of = n % 2 ? kim : lee
  const id = await ticketOf(world, of, `Ticket number ${n}`)
  all.push({ id, of, by: [undefined, anna, ben][n % 3], closed: 0 })
}
for (const ticket of all)
  await ticket.by?.api.post(`/tickets/${ticket.id}/claim`, { expected_assistant_id: null }).expect(200)
for (const [n, ticket] of [...all.entries()].reverse()) {
  if (n % 4 !== 0) continue
  world.clock.advance(minute)
  await (n % 8 ? anna : ticket.of).api.post(`/tickets/${ticket.id}/closure`).expect(200)
  ticket.closed = world.clock.now()
}
const ids = (some: typeof all) => some.map(({ id }) => id)
const open = all.filter(({ closed }) => !closed)
const closed = all.filter(({ closed }) => closed).sort((a, b) => b.closed - a.closed)

const lists: [who: string, member: Member, queue: string, expected: number[]][] = [
  ['anna', anna, 'open', ids(open)],
  ['anna', anna, 'unclaimed', ids(open.filter(({ by }) => !by))],
  ['anna', anna, 'mine', ids(open.filter(({ by }) => by === anna))],
  ['anna', anna, 'mine_closed', ids(closed.filter(({ by }) => by === anna))],
  ['anna', anna, 'unclaimed_closed', ids(closed.filter(({ by }) => !by))],
  ['anna', anna, 'closed', ids(closed)],
  ['ben', ben, 'mine', ids(open.filter(({ by }) => by === ben))],
  ['kim', kim, 'open', ids(open.filter(({ of }) => of === kim))],
  ['lee', lee, 'open', ids(open.filter(({ of }) => of === lee))],
  ['lee', lee, 'closed', ids(closed.filter(({ of }) => of === lee))],
]

interface TicketList {
  tickets: { id: number }[]
  next_cursor: string | null
}

async function walkApi(member: Member, queue: string, limit: number): Promise<number[]> {
  const seen: number[] = []
  let cursor: string | null = null
  do {
    const { body }: { body: TicketList } = await member.api
      .get(`/tickets?queue=${queue}&limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`)
      .expect(200)
    expect(body.tickets.length).toBeLessThanOrEqual(limit)
    seen.push(...body.tickets.map(({ id }) => id))
    cursor = body.next_cursor
  } while (cursor)
  return seen
}

/** Follows the link "More" through all pages. */
async function walkPages(member: Member, queue: string): Promise<number[]> {
  const seen: number[] = []
  let next: string | undefined = `/tickets?queue=${queue}`
  while (next) {
    const { text }: { text: string } = await member.pages.get(next).expect(200)
    seen.push(...listedOn(text))
    next = pageOf(text).all('link', 'More')[0]?.href
  }
  return seen
}

describe('a list of tickets', () => {
  test.each(lists)('of %s is whole and in order on any page size (%#)', async (_who, member, queue, expected) => {
    expect(expected.length).toBeGreaterThan(0)
    for (const limit of [1, 7, 25, 100]) expect(await walkApi(member, queue, limit)).toEqual(expected)
    expect(await walkPages(member, queue)).toEqual(expected)
  })

  test('loses and repeats nothing while others work on the tickets', async () => {
    const before = (await anna.api.get('/tickets?queue=open&limit=20').expect(200)).body
    const shown = before.tickets.map(({ id }: { id: number }) => id)
    const another = await ticketOf(world, kim, 'Opened in between')
    await anna.api.post(`/tickets/${shown[0]}/closure`).expect(200)
    const rest = (await anna.api.get(`/tickets?queue=open&limit=100&cursor=${before.next_cursor}`).expect(200)).body
    const together = [...shown, ...rest.tickets.map(({ id }: { id: number }) => id)]
    expect(together).toEqual([...ids(open), another])
    for (const [id, back] of [
      [shown[0], 'reopening'],
      [another, 'closure'],
    ])
      await kim.api.post(`/tickets/${id}/${back}`)
    await anna.api.post(`/tickets/${shown[0]}/reopening`).expect(200)
  })

  test.each(['unclaimed', 'unclaimed_closed', 'mine', 'mine_closed', 'inactive'])(
    '%s is none of a customer’s',
    async (queue) => {
      await kim.api.get(`/tickets?queue=${queue}`).expect(400)
      expect(textOf((await kim.pages.get(`/tickets?queue=${queue}`).expect(400)).text)).toContain('no such queue')
    },
  )

  test.each([
    'queue=all',
    'limit=0',
    'limit=101',
    'limit=x',
    'cursor=x',
    'cursor=',
    'sort=title',
    'queue=open&queue=closed',
  ])('with %s is refused with an explanation', async (query) => {
    const { body } = await anna.api.get(`/tickets?${query}`).expect(400)
    expect(body.errors[0].message).toBeTruthy()
    await anna.pages.get(`/tickets?${query}`).expect(400)
  })

  test('that is empty says so in words', async () => {
    const nobody = await join(world, 'mia')
    const list = textOf((await nobody.pages.get('/tickets').expect(200)).text)
    expect(list).toContain('You have no open tickets. Ask us anything.')
    expect((await nobody.api.get('/tickets').expect(200)).body).toEqual({ tickets: [], next_cursor: null })
  })
})
