import { describe, expect, test } from 'vitest'
import { escalationJob } from '#desk/tickets/escalation.ts'
import { withdrawalJob } from '#desk/tickets/notification-withdrawal.ts'
import { setSuspended } from '#people/admin/account-queries.ts'
import { changeAccountType } from '#people/admin/promotion.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { jobKinds } from '../../src/job-kinds.ts'
import { day } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join } from '../support/people.ts'
import { sendForm, startDesk } from '../tickets/desk.ts'
import { bellOn, inboxOf, kindsTold, toldOf, unreadOf } from './told.ts'

const { world, customer, anna, ben, open } = await startDesk({
  env: { SESSION_HOURS: '8000', MAX_OPEN_TICKETS: '1000' },
})
const stranger = await join(world, 'stranger')
const everybody = { customer, anna, ben, stranger }
const claim = (id: number) => anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
const assign = (id: number, assistant_id: number) => anna.api.put(`/tickets/${id}/assignment`, { assistant_id })
const flashOf = (html: string) => pageOf(html).all('status')[0]?.text ?? ''
/** The notifications of each person, without people who have none. */
async function told(id: number): Promise<Record<string, string[]>> {
  const kinds: [string, string[]][] = []
  for (const [name, member] of Object.entries(everybody)) kinds.push([name, await kindsTold(member, id)])
  return Object.fromEntries(kinds.filter(([, told]) => told.length > 0))
}

describe('who is notified, by kind: the customer, Anna, Ben, and somebody else', () => {
  test('message: everybody who takes part, but not who wrote it', async () => {
    const id = await open()
    expect(await told(id)).toEqual({})
    await anna.api.post(`/tickets/${id}/messages`, { message: 'Which umbrella?' }).expect(201)
    expect(await told(id)).toEqual({ customer: ['message'] })
    await customer.api.post(`/tickets/${id}/messages`, { message: 'The red one.' }).expect(201)
    expect(await told(id)).toEqual({ customer: ['message'], anna: ['message'], ben: ['unclaimed'] })
    const [news] = await toldOf(anna, id)
    expect(news).toMatchObject({
      text: 'kim wrote.',
      excerpt: 'The red one.',
      actor: { id: customer.id },
      read_at: null,
    })
  })

  test('status: the customer and who has the ticket, but not who did it', async () => {
    const id = await open()
    await claim(id)
    await anna.api.post(`/tickets/${id}/closure`).expect(200)
    expect(await told(id)).toEqual({ customer: ['status'] })
    await customer.api.post(`/tickets/${id}/reopening`).expect(200)
    expect(await told(id)).toEqual({ customer: ['status'], anna: ['status'] })
    expect((await toldOf(customer, id))[0]?.text).toBe('anna closed the ticket.')
    expect((await toldOf(anna, id))[0]?.text).toBe('kim reopened the ticket.')
  })

  test('assigned and unassigned: the colleague who gets it, and the one who had it', async () => {
    const id = await open()
    await assign(id, ben.id).expect(200)
    expect(await told(id)).toEqual({ ben: ['assigned'] })
    await anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: ben.id }).expect(200)
    expect(await told(id)).toEqual({ ben: ['assigned', 'unassigned'] })
    await assign(id, ben.id).expect(200)
    const cleo = await join(world, 'cleo', 'assistant')
    await assign(id, cleo.id).expect(200)
    expect((await toldOf(ben, id)).map(({ text }) => text)).toEqual([
      'anna handed you the ticket.',
      'anna took over your ticket.',
      'anna handed you the ticket.',
      'anna handed your ticket to a colleague.',
    ])
  })

  test('mention: colleagues named in a note, never the customer and never anybody without the note', async () => {
    const id = await open()
    const note = 'A secret: @ben look, @kim @stranger @anna need not'
    await anna.api.post(`/tickets/${id}/notes`, { note }).expect(201)
    expect(await told(id)).toEqual({ ben: ['mention'] })
    expect((await toldOf(ben, id))[0]).toMatchObject({ text: 'anna mentioned you in a note.', excerpt: note })
  })

  test('mention: names that reach nobody are said, on the page and by the API', async () => {
    const id = await open()
    const [away, busy] = [await join(world, 'away', 'assistant'), await join(world, 'busy', 'assistant')]
    await setSuspended(world.ctx, away.id, true)
    const unknownMentionsIn = async (note: string) => {
      const { body } = await anna.api.post(`/tickets/${id}/notes`, { note }).expect(201)
      return body.unknown_mentions
    }
    expect(await unknownMentionsIn('@Ben, @BUSY, @anna: mail me@example.com @ 5')).toEqual([])
    expect(await unknownMentionsIn('@nobody @Away @kim @Zoë @ben @NOBODY')).toEqual(['NOBODY', 'Away', 'kim', 'Zoë'])
    expect([await kindsTold(busy, id), await kindsTold(ben, id)]).toEqual([['mention'], ['mention', 'mention']])
    await setSuspended(world.ctx, away.id, false)
    expect(await kindsTold(away, id)).toEqual([])

    const said = async (path: string, fields: Record<string, string>) => {
      const { headers } = await sendForm(anna, `/tickets/${id}/${path}`, fields).expect(303)
      return flashOf((await anna.pages.get(headers.location as string).expect(200)).text)
    }
    const nobody = '@bob reached nobody: no colleague with that name can read the note.'
    expect(await said('notes', { message: 'Ask @bob.' })).toBe(`Saved. ${nobody}`)
    expect(await said('notes', { message: 'Ask @ben.' })).toBe('')
    const handed = { assistant_id: String(ben.id), note: 'As @bob and @kim say.' }
    expect(await said('assignment', handed)).toBe(
      'The ticket is handed over. @bob and @kim reached nobody: no colleague with these names can read the note.',
    )
  })

  test('mention: by a part of the name, in any spelling, unless it is somebody’s username', async () => {
    const [id, zoe] = [await open(), await join(world, 'zoe', 'assistant')]
    const [nora, ida] = [await join(world, 'nora', 'assistant'), await join(world, 'ida', 'assistant')]
    await zoe.api.patch('/me', { display_name: 'Zoë Müller' }).expect(200)
    await ida.api.patch('/me', { display_name: 'Ida Nora' }).expect(200)
    const { body } = await anna.api.post(`/tickets/${id}/notes`, { note: '@Zoë and @Mueller, ask @nora' }).expect(201)
    expect(body.unknown_mentions).toEqual([])
    const told = [await kindsTold(zoe, id), await kindsTold(nora, id), await kindsTold(ida, id)]
    expect(told).toEqual([['mention'], ['mention'], []])
  })

  test('escalated: who has the ticket; the whole desk where nobody has; never the customer', async () => {
    const [mine, free] = [await open(), await open()]
    await claim(mine)
    world.clock.advance(10 * day)
    await enqueue(world.ctx, escalationJob, {})
    await new Worker(world.ctx, jobKinds).drain()
    expect(await told(mine)).toEqual({ anna: ['escalated'] })
    expect(await told(free)).toEqual({ anna: ['escalated'], ben: ['escalated'] })
    expect((await toldOf(anna, mine))[0]).toMatchObject({ actor: null, text: 'The ticket has waited too long.' })
    // Not once a colleague has answered it, or has claimed it.
    await ben.api.post(`/tickets/${mine}/messages`, { message: 'Which umbrella?' }).expect(201)
    await claim(free)
    const left = [...(await toldOf(anna, mine)), ...(await toldOf(ben, free))].filter((one) => one.read_at === null)
    expect(left.map(({ kind }) => kind)).toEqual(['message'])
  })
})

describe('nobody sees what they may not see', () => {
  test('a note’s mention reaches no customer: not on any page, not in the API, not in a count', async () => {
    const lee = await join(world, 'lee')
    const id = (await lee.api.post('/tickets', { title: 'Lost and found', message: 'Is it there?' })).body.ticket_id
    await anna.api.post(`/tickets/${id}/notes`, { note: '@lee @ben SECRET' }).expect(201)
    for (const path of ['/notifications', '/notifications?show=unread', `/tickets/${id}`, '/home']) {
      const { text } = await lee.pages.get(path).expect(200)
      expect(text).not.toContain('SECRET')
      expect(bellOn(text)).toBe('')
    }
    expect(await inboxOf(lee)).toEqual([])
    expect(await unreadOf(lee)).toBe(0)
  })

  test('former staff no longer see notifications about tickets', async () => {
    const id = await open()
    const eve = await join(world, 'eve', 'assistant')
    await anna.api.post(`/tickets/${id}/notes`, { note: '@eve SECRET' }).expect(201)
    await assign(id, eve.id).expect(200)
    expect(await kindsTold(eve, id)).toEqual(['mention', 'assigned'])
    const [news] = await inboxOf(eve)
    await changeAccountType(world.ctx, null, eve.id, 'customer')
    const login = { login: 'eve', password: 'correct horse battery' }
    const token = (await world.api().post('/api/v1/sessions').send(login)).body.access_token
    const get = (path: string) => world.api().get(`/api/v1${path}`).set('Authorization', `Bearer ${token}`)
    expect((await get('/notifications')).body.notifications).toEqual([])
    expect((await get('/notifications/counts')).body).toEqual({ unread: 0 })
    const mark = world.api().post(`/api/v1/notifications/${news?.id}/read`).set('Authorization', `Bearer ${token}`)
    await mark.expect(404)
  })

  test('somebody who is staff again when the job runs keeps the notifications of staff', async () => {
    const id = await open()
    const max = await join(world, 'max', 'assistant')
    await assign(id, max.id).expect(200)
    await enqueue(world.ctx, withdrawalJob, { account_id: max.id })
    await new Worker(world.ctx, jobKinds).drain()
    expect(await kindsTold(max, id)).toEqual(['assigned'])
  })

  test('somebody else’s notification is not found, by page and API', async () => {
    const id = await open()
    await anna.api.post(`/tickets/${id}/messages`, { message: 'Private' }).expect(201)
    const [news] = await toldOf(customer, id)
    for (const other of [stranger, anna, ben])
      for (const mark of ['read', 'unread']) {
        await other.api.post(`/notifications/${news?.id}/${mark}`).expect(404)
        await other.pages.post(`/notifications/${news?.id}/${mark}`).expect(404)
      }
    for (const other of [stranger, ben]) await other.api.post('/notifications/read').expect(204)
    expect((await toldOf(customer, id))[0]?.read_at).toBeNull()
    expect((await stranger.pages.get('/notifications')).text).not.toContain('Private')
  })
})
