import { describe, expect, test } from 'vitest'
import { writeMessage } from '#desk/tickets/messages.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { setSuspended } from '#people/admin/account-queries.ts'
import { changeAccountType } from '#people/admin/promotion.ts'
import { authenticate, startSession } from '#people/sessions/sessions.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { sessionsTopic } from '#platform/live/publish.ts'
import { apiOf, join, type Member, password, ticketOf } from '../support/people.ts'
import { startDesk } from '../tickets/desk.ts'
import { hangUpAfterwards, openLive } from './stream.ts'

const { world, customer, anna, open } = await startDesk()
hangUpAfterwards()
let newcomers = 0
const newcomer = (type: 'customer' | 'assistant' = 'customer') => join(world, `new${++newcomers}`, type)
const write = (member: Member, id: number, message = 'News') =>
  member.api.post(`/tickets/${id}/messages`, { message }).expect(201)
const logOut = (member: Member) => member.api.delete('/sessions/current').expect(204)

describe('a live stream', () => {
  test.each(['page', 'api'] as const)('says "refresh" and nothing else (%s)', async (router) => {
    const id = await open()
    const stream = await openLive(world, customer, `?ticket=${id}`, router)
    expect(stream.status).toBe(200)
    await write(anna, id, 'A secret answer')
    expect(await stream.next()).toBe('refresh')
    expect(stream.raw()).toBe('retry: 2000\n\nevent: refresh\ndata:\n\n')
  })

  test('tells of every change, once it is there to be read', async () => {
    const id = await open()
    const stream = await openLive(world, customer, `?ticket=${id}`)
    const status = async () => (await customer.api.get(`/tickets/${id}`)).body
    const changes: [change: () => PromiseLike<unknown>, seen: object][] = [
      [() => anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }), { assistant: { id: anna.id } }],
      [() => write(anna, id), { waiting_on: 'customer' }],
      [() => anna.api.post(`/tickets/${id}/closure`), { status: 'closed' }],
      [() => anna.api.post(`/tickets/${id}/reopening`), { status: 'open' }],
      [() => anna.api.post(`/tickets/${id}/release`), { assistant: null }],
      [() => customer.api.patch(`/tickets/${id}`, { title: 'Another title' }), { title: 'Another title' }],
    ]
    for (const [change, seen] of changes) {
      // The signal may come before the answer; what it announces must be there already.
      const [event] = await Promise.all([stream.next().then(async (name) => [name, await status()]), change()])
      expect(event).toMatchObject(['refresh', seen])
    }
  })

  test('of a list tells a customer of own tickets, staff of all, and each of nothing more', async () => {
    const [one, other, desk] = [await newcomer(), await newcomer(), await newcomer('assistant')]
    const streams = await Promise.all([one, other, desk].map((member) => openLive(world, member)))
    const id = await ticketOf(world, one)
    await write(one, id)
    const [ones, others, desks] = await Promise.all(
      streams.map(async (stream, n) => {
        await logOut([one, other, desk][n] as Member)
        return stream.rest()
      }),
    )
    expect(ones).toEqual(['refresh', 'refresh', 'ended'])
    expect(others).toEqual(['ended'])
    expect(desks).toEqual(['refresh', 'refresh', 'ended'])
  })

  test('of a ticket tells of that ticket alone', async () => {
    const one = await newcomer()
    const [id, second] = [await ticketOf(world, one), await ticketOf(world, one)]
    const stream = await openLive(world, one, `?ticket=${id}`)
    await write(one, second)
    await write(anna, id)
    await logOut(one)
    expect(await stream.rest()).toEqual(['refresh', 'ended'])
  })

  test('of a customer has no events about what only staff can see', async () => {
    const one = await newcomer()
    const id = await ticketOf(world, one)
    await anna.api.put(`/tickets/${id}/assignment`, { assistant_id: anna.id }).expect(200)
    const streams = await Promise.all(['', `?ticket=${id}`].map((query) => openLive(world, one, query)))
    await anna.api.put(`/tickets/${id}/assignment`, { assistant_id: anna.id, note: 'A secret' }).expect(200)
    await anna.api.post(`/tickets/${id}/notes`, { note: 'Another' }).expect(201)
    await anna.api.put(`/tickets/${id}/tags`, { tags: ['secret'] }).expect(200)
    await anna.api.put(`/tickets/${id}/priority`, { priority: 'low' }).expect(200)
    await logOut(one)
    for (const stream of streams) expect(await stream.rest()).toEqual(['ended'])
  })

  test('of staff has no events about what is internal to a ticket that they opened as a customer', async () => {
    const one = await newcomer()
    const id = await ticketOf(world, one)
    await changeAccountType(world.ctx, null, one.id, 'assistant')
    const streams = await Promise.all(['', `?ticket=${id}`].map((query) => openLive(world, one, query)))
    await anna.api.post(`/tickets/${id}/notes`, { note: 'A secret' }).expect(201)
    await anna.api.put(`/tickets/${id}/priority`, { priority: 'low' }).expect(200)
    await logOut(one)
    for (const stream of streams) expect(await stream.rest()).toEqual(['ended'])
  })

  test('of whatever tells of the person’s own notifications, once each', async () => {
    const [one, other] = [await newcomer(), await newcomer()]
    const [id, second] = [await ticketOf(world, one), await ticketOf(world, one)]
    const streams = await Promise.all(
      [`?ticket=${id}`, `?ticket=${second}`, '?only=notifications', ''].map((query) => openLive(world, one, query)),
    )
    const others = await openLive(world, other, '?only=notifications')
    await write(anna, second)
    await one.api.post('/notifications/read').expect(204)
    await one.api.post('/notifications/read').expect(204)
    await write(one, second)
    await logOut(one)
    await logOut(other)
    const heard = await Promise.all(streams.map((stream) => stream.rest()))
    const [twice, thrice] = [
      ['refresh', 'refresh', 'ended'],
      ['refresh', 'refresh', 'refresh', 'ended'],
    ]
    expect(heard).toEqual([twice, thrice, twice, thrice])
    expect(await others.rest()).toEqual(['ended'])
  })

  test('tells nothing of what was rolled back', async () => {
    const one = await newcomer()
    const id = await ticketOf(world, one)
    const stream = await openLive(world, one, `?ticket=${id}`)
    const undone = withTransaction(world.ctx, async (ctx) => {
      await writeMessage(ctx, one.actor, id, 'Never said')
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    await one.api.post(`/tickets/${id}/messages`, { message: '!nonsense' }).expect(422)
    await logOut(one)
    expect(await stream.rest()).toEqual(['ended'])
  })

  test('tells a page without a valid session that it has ended, and nothing if it reconnects', async () => {
    const [ended, suspended] = [await newcomer(), await newcomer()]
    await logOut(ended)
    await setSuspended(world.ctx, suspended.id, true)
    const half = await startSession(world.ctx, await getAccount(world.ctx, customer.id), {
      second_factor_required: true,
    })
    const tokens = ['', 'x', ended.token, suspended.token, half.token]
    for (const token of tokens) {
      const stream = await openLive(world, { ...customer, token }, '?ticket=1')
      expect([stream.status, await stream.rest()]).toEqual([200, ['ended']])
      const again = await openLive(world, { ...customer, token }, '', 'page', { 'last-event-id': 'ended' })
      expect(again.status).toBe(204)
      expect((await openLive(world, { ...customer, token }, '', 'api')).status).toBe(401)
    }
  })

  test('works again after a new login', async () => {
    const one = await newcomer()
    const stream = await openLive(world, one, '', 'page', { 'last-event-id': 'ended' })
    await logOut(one)
    expect([stream.status, await stream.rest()]).toEqual([200, ['ended']])
    expect(stream.raw()).toMatch(/^retry: 2000\nid\n\n/)
  })

  test('replaces the account’s oldest of twenty, which does not reconnect by itself', async () => {
    const [one, other] = [await newcomer(), await newcomer()]
    const others = await openLive(world, other)
    const streams = []
    for (let n = 0; n < 20; n += 1) streams.push(await openLive(world, one, '', n % 2 ? 'page' : 'api'))
    const newest = await openLive(world, one)
    expect(await streams[0]?.rest()).toEqual(['replaced'])
    for (const router of ['page', 'api'] as const)
      expect((await openLive(world, one, '', router, { 'last-event-id': 'replaced' })).status).toBe(204)

    await streams[1]?.close()
    await openLive(world, one)
    await logOut(one)
    await logOut(other)
    for (const stream of [...streams.slice(2), newest, others]) expect(await stream.rest()).toEqual(['ended'])
  })

  test.each(['0', '-1', '1.5', 'x', '', '99999999999', '1&ticket=2'])('of ticket=%s is not found', async (ticket) => {
    expect(await openLive(world, anna, `?ticket=${ticket}`)).toMatchObject({ status: 404 })
  })
})

describe('a live stream ends', () => {
  const change = { current_password: password, new_password: 'a better one' }
  const endings: Record<string, (member: Member) => PromiseLike<unknown>> = {
    logout: logOut,
    'logout on the page': ({ pages }) => pages.post('/logout').expect(303),
    'a new password': ({ api }) => api.put('/me/password', change).expect(200),
    demotion: ({ id }) => changeAccountType(world.ctx, null, id, 'customer'),
    promotion: ({ id }) => changeAccountType(world.ctx, null, id, 'admin'),
  }

  test.each(Object.entries(endings))('with "ended" on %s, on every page that is open', async (_name, end) => {
    const member = await newcomer('assistant')
    const id = await open()
    const streams = await Promise.all(['', `?ticket=${id}`].map((query) => openLive(world, member, query)))
    await end(member)
    for (const stream of streams) expect(await stream.rest()).toEqual(['ended'])
  })

  test('only for this session: another device of the same person stays logged in', async () => {
    const member = await newcomer()
    const id = await ticketOf(world, member)
    const { body } = await world.api().post('/api/v1/sessions').send({ login: member.username, password })
    const second = { ...member, token: body.access_token, api: apiOf(world, body.access_token) }
    const [here, there] = [await openLive(world, member), await openLive(world, second)]
    await logOut(member)
    expect(await here.rest()).toEqual(['ended'])
    await write(anna, id)
    await logOut(second)
    expect(await there.rest()).toEqual(['refresh', 'ended'])
    expect(await authenticate(world.ctx, second.token)).toBeNull()
  })

  test('without an event when the program stops: the browser reconnects by itself', async () => {
    const stream = await openLive(world, await newcomer())
    world.ctx.live.hangUp()
    expect(await stream.rest()).toEqual([])
  })

  test('once, if several causes end it at the same moment, and the program keeps running', async () => {
    const member = await newcomer('assistant')
    const id = await open()
    const stream = await openLive(world, member)
    await world.ctx.db.deleteFrom('sessions').where('id', '=', member.actor.session_id).execute()
    for (let n = 0; n < 5; n++) world.ctx.live.send([sessionsTopic(member.id)])
    await write(anna, id)
    expect((await stream.rest()).filter((event) => event === 'ended')).toEqual(['ended'])
    expect((await fetch(`${world.url}/healthz`)).status).toBe(200)
  })
})
