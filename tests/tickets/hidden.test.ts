import { describe, expect, test } from 'vitest'
import { withoutIds } from '../accounts/reading.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const world = await startApp()
const [kim, eve] = [await join(world, 'kim'), await join(world, 'eve')]
const hidden = await ticketOf(world, kim, 'A very private matter')
const missing = 999_999
// Otherwise what only an empty desk shows could hide a difference.
await ticketOf(world, eve, 'A matter of my own')

type Body = Record<string, unknown> | undefined
const routes: [method: 'get' | 'post' | 'patch', path: string, body?: Body][] = [
  ['get', ''],
  ['get', '?before=2'],
  ['get', '/edit'],
  ['post', '/edit', { title: 'Another title', message: 'Another message' }],
  ['post', '/edit', { title: 'short' }],
  ['post', '/messages', { message: 'Hello?' }],
  ['post', '/messages', { message: '!close' }],
  ['post', '/messages', { message: '!claim' }],
  ['post', '/messages', { message: '' }],
  ['post', '/claim', { expected_assistant_id: '' }],
  ['post', '/release', {}],
  ['post', '/closure', {}],
  ['post', '/closure', { unknown: 'field' }],
  ['post', '/reopening', {}],
]
const apiRoutes: typeof routes = [
  ['get', ''],
  ['patch', '', { title: 'Another title' }],
  ['patch', '', {}],
  ['get', '/edits'],
  ['get', '/messages'],
  ['get', '/messages?limit=0'],
  ['post', '/messages', { message: 'Hello?' }],
  ['post', '/messages', { message: '!close' }],
  ['post', '/messages', { message: '!claim' }],
  ['post', '/messages', { message: 7 }],
  ['post', '/claim', { expected_assistant_id: null }],
  ['post', '/release', {}],
  ['post', '/closure', {}],
  ['post', '/reopening', {}],
  ['post', '/read-mark', {}],
]

/** Everything of a response, except what differs between any two requests. */
const seen = ({ status, text, headers }: { status: number; text: string; headers: Record<string, string> }) => ({
  status,
  text: withoutIds(text),
  headers: Object.entries(headers).filter(([name]) => !['x-request-id', 'date', 'content-length'].includes(name)),
})

async function onPage([method, path, body]: (typeof routes)[number], id: number) {
  const request = eve.pages[method](`/tickets/${id}${path}`).type('form')
  return seen(await (body ? request.send(body) : request))
}

async function onApi([method, path, body]: (typeof routes)[number], id: number) {
  const call = method === 'get' ? eve.api.get(`/tickets/${id}${path}`) : eve.api[method](`/tickets/${id}${path}`, body)
  return seen(await call)
}

async function onLive(path: string, query: string) {
  const headers = path.startsWith('/api')
    ? { authorization: `Bearer ${eve.token}` }
    : { cookie: `session=${eve.token}` }
  const answer = await fetch(`${world.url}${path}?ticket=${query}`, { headers })
  return seen({ status: answer.status, text: await answer.text(), headers: Object.fromEntries(answer.headers) })
}

describe('somebody else’s ticket cannot be told from one that does not exist', () => {
  test.each(routes)('on the page: %s /tickets/ID%s %j', async (...route) => {
    const [theirs, none] = [await onPage(route, hidden), await onPage(route, missing)]
    expect(theirs).toEqual(none)
    expect([403, 404, 422]).toContain(theirs.status)
    expect(theirs.text).not.toContain('private')
  })

  test.each(apiRoutes)('over the API: %s /api/v1/tickets/ID%s %j', async (...route) => {
    const [theirs, none] = [await onApi(route, hidden), await onApi(route, missing)]
    expect(theirs).toEqual(none)
    expect([400, 403, 404, 422]).toContain(theirs.status)
    expect(theirs.text).not.toContain('private')
  })

  test.each(['/live', '/api/v1/live'])('on %s', async (path) => {
    const [theirs, none, nonsense] = [
      await onLive(path, String(hidden)),
      await onLive(path, String(missing)),
      await onLive(path, 'x'),
    ]
    expect(theirs.status).toBe(404)
    expect(theirs).toEqual(none)
    expect(nonsense.status).toBe(404)
  })

  test('and what was tried has changed nothing', async () => {
    for (const route of routes) await onPage(route, hidden)
    for (const route of apiRoutes) await onApi(route, hidden)
    const { body } = await kim.api.get(`/tickets/${hidden}`).expect(200)
    expect(body).toMatchObject({ title: 'A very private matter', status: 'open', assistant: null })
    expect((await kim.api.get(`/tickets/${hidden}/messages`)).body.messages).toHaveLength(1)
    const marks = world.ctx.db.selectFrom('ticket_reads').selectAll().where('account_id', '=', eve.id)
    expect((await marks.execute()).map(({ ticket_id }) => ticket_id)).not.toContain(hidden)
  })

  test('in lists, counts and error pages it does not appear', async () => {
    expect((await eve.api.get('/tickets')).body.tickets).toHaveLength(1)
    expect((await eve.api.get('/queues')).body).toEqual({ open: 1 })
    for (const path of ['/home', '/tickets', `/tickets/${hidden}`])
      expect((await eve.pages.get(path)).text).not.toContain('private')
  })

  test.each(['0', '-1', 'x', '1e3', '2147483648', '99999999999999999999', '%00'])(
    'an id like %s is a ticket that does not exist',
    async (id) => {
      expect((await eve.pages.get(`/tickets/${id}`)).status).toBe(404)
      expect((await eve.api.get(`/tickets/${id}`)).status).toBe(404)
      expect((await eve.api.post(`/tickets/${id}/closure`)).status).toBe(404)
    },
  )
})
