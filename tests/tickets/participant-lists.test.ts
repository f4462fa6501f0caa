import { expect, test } from 'vitest'
import { addParticipant } from '#desk/tickets/participants.ts'
import { Plans } from '../plans/plans.ts'
import { walked } from '../search/found.ts'
import { pageOf } from '../support/page.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { listedOn } from './desk.ts'

const plans = new Plans()
const world = await startApp({ onStatement: plans.onStatement })
const { ctx, clock } = world
const [kim, yuki, anna] = [await join(world, 'kim'), await join(world, 'yuki'), await join(world, 'anna', 'assistant')]

/** Alternately Yuki's own tickets and Kim's, four at the same moment; Yuki takes part in two of three of Kim's. */
const shown: number[] = []
for (let n = 0; n < 24; n++) {
  if (n % 4 === 0) clock.advance(1000)
  const id = await ticketOf(world, n % 2 === 0 ? yuki : kim)
  if (n % 2 === 1 && n % 3 > 0) await addParticipant(ctx, anna.actor, id, 'yuki')
  if (n % 2 === 0 || n % 3 > 0) shown.push(id)
  if (n >= 16) await anna.api.post(`/tickets/${id}/closure`).expect(200)
}

test.each([
  ['queue=open', 'opened_at', 1],
  ['queue=closed', 'closed_at', -1],
  ['status=any&sort=updated', 'last_message_at', -1],
  ['status=any&sort=newest', 'opened_at', -1],
  ['status=any&sort=oldest', 'opened_at', 1],
  ['unread=yes&status=any', 'last_message_at', -1],
  ['waiting_on=staff', 'opened_at', 1],
])(
  'a list of own tickets and of such that one takes part in is one list, page by page: %s',
  async (query, column, direction) => {
    const asked = Object.fromEntries(new URLSearchParams(query))
    const { body } = await yuki.api.get(`/tickets?${query}&limit=100`).expect(200)
    const all: [number, number][] = body.tickets.map((one: Record<string, string>) => [
      Date.parse(one[column] ?? ''),
      one.id,
    ])
    expect(all).toEqual(all.toSorted(([a, m], [b, n]) => direction * (a - b || m - n)))
    for (const limit of [1, 2, 5]) expect(await walked(yuki, asked, limit)).toEqual(all.map(([, id]) => id))
    expect(all.length).toBeGreaterThan(2)
  },
)

test('holds every one of them, once, and counts it', async () => {
  const ids = (await walked(yuki, { status: 'any' }, 7)).sort((a, b) => a - b)
  expect(ids).toEqual(shown)
  const open = await walked(yuki, { queue: 'open' }, 7)
  expect((await yuki.api.get('/queues')).body).toEqual({ open: open.length })
})

test.each(['any', 'open', 'closed'])(
  'staff who ask for a person find what that person takes part in: %s',
  async (status) => {
    const all = (await walked(yuki, { status }, 100)).sort((a, b) => a - b)
    for (const asked of [{ sort: 'newest' }, { sort: 'updated' }, { q: 'umbrella' }, { q: 'umbrella', sort: 'oldest' }])
      for (const customer of ['yuki', `id:${yuki.id}`])
        expect((await walked(anna, { ...asked, status, customer }, 5)).sort((a, b) => a - b)).toEqual(all)
  },
)

test('staff see on a person’s page, and beside a ticket of theirs, also what the person takes part in', async () => {
  const newest = shown.toReversed()
  const { text } = await anna.pages.get(`/accounts/${yuki.id}`).expect(200)
  expect(new Set(listedOn(text))).toEqual(new Set(newest.slice(0, 10)))
  const [id = 0] = shown
  const beside = (await anna.pages.get(`/tickets/${id}`).expect(200)).text
  expect(
    pageOf(beside)
      .all('link', 'My lost umbrella')
      .map(({ href }) => Number(href.split('/').at(-1))),
  ).toEqual(newest.slice(0, 5))
})

test('nothing that is read or written for a participant reads a whole table', async () => {
  const [id = 0] = shown
  await plans.watch(async () => {
    for (const query of [
      'queue=open',
      'queue=closed',
      'status=any&sort=newest',
      'unread=yes',
      'q=umbrella&sort=oldest',
    ])
      await yuki.pages.get(`/tickets?${query}`).expect(200)
    await yuki.api.get('/me/data').expect(200)
    await yuki.api.get('/notifications').expect(200)
    for (const query of ['priority=normal', 'customer=yuki&sort=newest', 'customer=yuki&q=umbrella'])
      await anna.api.get(`/tickets?${query}`).expect(200)
    await anna.pages.get(`/tickets/${id}`).expect(200)
    await anna.api.post(`/tickets/${id}/participants`, { who: 'kim' }).expect(200)
    await kim.pages.get(`/tickets/${id}`).expect(200)
    await kim.api.post(`/tickets/${id}/messages`, { message: 'Mine, too.' }).expect(201)
    await anna.api.delete(`/tickets/${id}/participants/${kim.id}`).expect(204)
  })
  expect(plans.size).toBeGreaterThan(20)
  expect(await plans.scans(ctx)).toEqual([])
})
