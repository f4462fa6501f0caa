import { describe, expect, test } from 'vitest'
import { messageKind } from '#desk/tickets/notification-kinds.ts'
import { notifyAll } from '#platform/activity/readers/notifications.ts'
import { client } from '../classic/client.ts'
import { openLive } from '../live/stream.ts'
import { apiOf, join, type Member, pagesOf, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'

// A ticket is visible to its requester, its participants and staff, and to nobody else, everywhere.

const world = await startApp()
const [kim, anna] = [await join(world, 'kim'), await join(world, 'anna', 'assistant')]
const [taking, elsewhere, removed, left] = (await Promise.all(
  ['tara', 'elsa', 'remy', 'lefty'].map((name) => join(world, name)),
)) as [Member, Member, Member, Member]

const word = 'quadrille'
const id = await ticketOf(world, kim, `A zebra ${word}`)
const other = await ticketOf(world, kim, 'Another matter')
const add = (ticket: number, { username }: Member) =>
  anna.api.post(`/tickets/${ticket}/participants`, { who: username }).expect(200)
const removal = (by: Member, { id: account }: Member) =>
  by.api.delete(`/tickets/${id}/participants/${account}`).expect(204)
await add(other, elsewhere)
for (const one of [taking, removed, left]) await add(id, one)
await kim.api.patch(`/tickets/${id}`, { message: `About the ${word} of zebras.` }).expect(200)
await removal(anna, removed)
await removal(left, left)
// A notification that somebody got by mistake is not shown either.
await notifyAll(world.ctx, [
  {
    ...{ kind: messageKind, subject: { type: 'ticket', id }, action: 'written', message_id: null, actor_id: anna.id },
    to: [kim, taking, elsewhere, removed, left].map((one) => one.id),
  },
])

type Visitor = Pick<Member, 'token' | 'api' | 'pages'>
const outside: [string, Visitor][] = [
  ['a guest', { token: '', api: apiOf(world, ''), pages: pagesOf(world, '') }],
  ['somebody who takes part in another ticket', elsewhere],
  ['somebody who was removed', removed],
  ['somebody who has left', left],
]
const inside: [string, Visitor][] = [
  ['its customer', kim],
  ['somebody who takes part', taking],
]

type Ask = (visitor: Visitor) => PromiseLike<{ status: number; text: string }>
const naming = (ask: Ask) => async (visitor: Visitor) => (await ask(visitor)).text.includes(word)
const found = (ask: Ask) => async (visitor: Visitor) => [200, 201, 204].includes((await ask(visitor)).status)
const path = `/tickets/${id}`

async function liveStatus(visitor: Visitor) {
  const headers = { authorization: `Bearer ${visitor.token}` }
  return (await fetch(`${world.url}/api/v1/live?ticket=${id}`, { method: 'HEAD', headers })).status
}

const doors: [string, (visitor: Visitor) => Promise<boolean>][] = [
  ['its page', naming(({ pages }) => pages.get(path))],
  ['its page over the API', naming(({ api }) => api.get(path))],
  ['its messages', naming(({ api }) => api.get(`${path}/messages`))],
  ['earlier versions', found(({ pages }) => pages.get(`${path}/edits`).redirects(0))],
  ['earlier versions over the API', found(({ api }) => api.get(`${path}/edits`))],
  ['the home page', naming(({ pages }) => pages.get('/home'))],
  ['the list', naming(({ pages }) => pages.get('/tickets'))],
  ['the list over the API', naming(({ api }) => api.get('/tickets'))],
  ['a filtered list', naming(({ api }) => api.get('/tickets?status=any&sort=newest'))],
  ['the closed and open ones', naming(({ pages }) => pages.get('/tickets?status=any'))],
  ['a search', naming(({ pages }) => pages.get('/tickets?q=zebra'))],
  ['a search over the API', naming(({ api }) => api.get(`/tickets?q=${word}`))],
  ['a search in another order', naming(({ api }) => api.get('/tickets?q=zebra&sort=newest'))],
  ['a search for its number', naming(({ api }) => api.get(`/tickets?q=%23${id}`))],
  ['notifications', naming(({ pages }) => pages.get('/notifications'))],
  ['notifications over the API', naming(({ api }) => api.get('/notifications'))],
  ['a download of one’s data', naming(({ api }) => api.get('/me/data'))],
  ['writing', found(({ api }) => api.post(`${path}/messages`, { message: 'Hello?' }))],
  ['saying that it was read', found(({ api }) => api.post(`${path}/read-mark`))],
]

test.each(doors)('%s shows it to people who may see it, and to nobody else', async (_door, sees) => {
  const seeing: string[] = []
  for (const [who, visitor] of [...outside, ...inside]) if (await sees(visitor)) seeing.push(who)
  expect(seeing).toEqual(inside.map(([who]) => who))
})

test('queues count it for people who may see it', async () => {
  const counts = await Promise.all(
    [kim, taking, elsewhere, removed].map(async ({ api }) => (await api.get('/queues')).body.open),
  )
  expect(counts).toEqual([2, 1, 1, 0])
})

describe('open pages', () => {
  test('of a list and of the ticket hear of it while the person takes part, and not afterwards', async () => {
    const ticket = await ticketOf(world, kim)
    const guest = await join(world, 'gustav')
    const list = await openLive(world, guest)
    await add(ticket, guest)
    expect(await list.next()).toBe('refresh')
    const page = await openLive(world, guest, `?ticket=${ticket}`)
    await kim.api.post(`/tickets/${ticket}/messages`, { message: 'One more thing.' }).expect(201)
    expect([await list.next(), await page.next()]).toEqual(['refresh', 'refresh'])
    await anna.api.delete(`/tickets/${ticket}/participants/${guest.id}`).expect(204)
    expect([await list.next(), await page.next()]).toEqual(['refresh', 'refresh'])
    await kim.api.post(`/tickets/${ticket}/messages`, { message: 'Thank you.' }).expect(201)
    await guest.api.delete('/sessions/current').expect(204)
    expect([await list.rest(), await page.rest()]).toEqual([['ended'], ['ended']])
  })

  test('are refused to people who may not see it', async () => {
    for (const [, one] of outside) expect([401, 404]).toContain(await liveStatus(one))
    for (const [, one] of inside) expect(await liveStatus(one)).toBe(200)
  })
})

test('the first version’s contract knows its customer alone', async () => {
  const [own, others] = [client(world, kim.token), client(world, taking.token)]
  await own.get(`/get-ticket/${id}`).expect(200)
  for (const path of [`/get-ticket/${id}`, `/get-messages/${id}`]) await others.get(path).expect(403)
  await others.post(`/ticket/${id}`, { message: 'Is it found yet?' }).expect(403)
  expect((await others.get(`/get-open-tickets/${taking.id}`).expect(200)).body.tickets).toEqual([])
})
