import { describe, expect, test } from 'vitest'
import { changeAccountType } from '#people/admin/promotion.ts'
import { textOf } from '../accounts/reading.ts'
import { pageOf } from '../support/page.ts'
import { join } from '../support/people.ts'
import { messagesOf, sendForm, startTalk, whereMayWrite, write } from './people.ts'

const { world, kim, lea, max, anna } = await startTalk()
const nobody = 'There is nobody with that name you can write to.'

test('two people write to each other, and the sender sees what waits unread', async () => {
  const id = await write(kim, 'LEA')
  expect(await write(lea, kim, 'Gladly.')).toBe(id)
  const shown = await messagesOf(kim, id)
  expect(shown).toMatchObject([
    { body: 'Shall we dance?', author: { username: 'kim' }, read: true },
    { body: 'Gladly.', author: { username: 'lea' }, read: false },
  ])
  expect((await kim.api.get('/conversations').expect(200)).body.conversations).toMatchObject([
    { id, other: { username: 'lea' }, unread: 1, last_message: { body: 'Gladly.' } },
  ])
  expect(textOf((await lea.pages.get(`/conversations/${id}`).expect(200)).text)).toContain('Gladly. Not read yet')

  const messagesLink = async () =>
    pageOf((await kim.pages.get('/home').expect(200)).text).all('link', /^Messages/)[0]?.name
  expect(await messagesLink()).toBe('Messages 1 unread')
  await kim.pages.get(`/conversations/${id}`).expect(200)
  expect(await messagesLink()).toBe('Messages')
  expect(textOf((await lea.pages.get(`/conversations/${id}`).expect(200)).text)).toContain('Gladly. Read')
})

test('what there is to read stands before the form for writing to somebody', async () => {
  const page = pageOf((await kim.pages.get('/conversations').expect(200)).text)
  expect(page.all('heading', /^(Conversations|Write to somebody)$/).map(({ name }) => name)).toEqual([
    'Conversations',
    'Write to somebody',
  ])
})

test('a form starts a conversation, continues it, and shows errors', async () => {
  const page = await kim.pages.get('/conversations/new?to=@max').expect(200)
  expect(page.text).toContain('name="username" value="max"')
  const empty = await sendForm(kim, '/conversations', { username: 'max', message: ' ' }).expect(422)
  expect(textOf(empty.text)).toContain('A message needs at least 1 character.')
  const { headers } = await sendForm(kim, '/conversations', { username: 'max', message: '<b>Hi</b>' }).expect(303)
  const [, id] = /^\/conversations\/(\d+)#message-\d+$/.exec(headers.location as string) ?? []
  expect((await kim.pages.get('/conversations/new?to=max').expect(303)).headers.location).toBe(`/conversations/${id}`)
  await sendForm(max, `/conversations/${id}/messages`, { message: 'Hello' }).expect(303)
  expect((await messagesOf(kim, Number(id))).map(({ body }) => body)).toEqual(['<b>Hi</b>', 'Hello'])
  expect((await max.pages.get(`/conversations/${id}`).expect(200)).text).toContain('&lt;b&gt;Hi&lt;/b&gt;')
})

test('of many who write at once all are heard, in one conversation', async () => {
  const [one, other] = [await join(world, 'one'), await join(world, 'other')]
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, n) => (n % 2 ? write(one, other, `Number ${n}`) : write(other, one, `Number ${n}`))),
  )
  expect(new Set(all).size).toBe(1)
  const bodies = (await messagesOf(one, all[0] as number)).map(({ body }) => body)
  expect(bodies.toSorted()).toEqual(Array.from({ length: 20 }, (_, n) => `Number ${n}`).toSorted())
  // The person who wrote last has not seen the other's message.
  const [listed] = (await one.api.get('/conversations').expect(200)).body.conversations
  expect(listed.last_message.id).toBe((await messagesOf(one, all[0] as number)).at(-1)?.id)
})

test('others see nothing of it, and nobody is found who cannot be written to', async () => {
  const id = await write(kim, lea)
  for (const path of [`/conversations/${id}`, `/conversations/${id}/messages`]) await max.api.get(path).expect(404)
  await max.api.post(`/conversations/${id}/messages`, { message: 'Me too' }).expect(404)
  await max.pages.get(`/conversations/${id}`).expect(404)
  for (const username of ['kim', 'nobody', 'deleted-1', 'kim@example.com', '<b>']) {
    const { body } = await kim.api.post('/conversations', { username, message: 'Hello' }).expect(422)
    expect(body.errors).toEqual([{ field: 'username', message: nobody }])
    const page = await kim.pages.get(`/conversations/new?to=${encodeURIComponent(username)}`).expect(200)
    expect(textOf(page.text)).toContain(nobody)
  }
})

describe('staff', () => {
  test('neither take nor write direct messages: there are tickets', async () => {
    for (const [from, to] of [
      [kim, 'anna'],
      [anna, 'kim'],
    ] as const) {
      const { body } = await from.api.post('/conversations', { username: to, message: 'Hello' }).expect(403)
      expect(body.code).toBe('staff_use_tickets')
    }
    const found = await kim.pages.get('/conversations/new?to=anna').expect(200)
    expect(textOf(found.text)).toContain('Staff take no direct messages: open a ticket')
    expect(found.text).toContain('<a href="/tickets/new">Open a ticket</a>')
    expect((await anna.pages.get('/home').expect(200)).text).not.toContain('href="/conversations"')
    expect(textOf((await anna.pages.get('/conversations').expect(200)).text)).toContain('Staff do not write direct')
  })

  test('who joins them later reads on, and writes no more', async () => {
    const rosa = await join(world, 'rosa')
    const id = await write(rosa, kim)
    await changeAccountType(world.ctx, null, rosa.id, 'assistant')
    for (const member of [rosa, kim]) {
      const { body } = await member.api.post(`/conversations/${id}/messages`, { message: 'More' }).expect(403)
      expect(body.code).toBe('staff_use_tickets')
      expect((await member.pages.get(`/conversations/${id}`).expect(200)).text).not.toContain('id="reply"')
    }
    expect(await messagesOf(rosa, id)).toHaveLength(1)
  })
})

describe('MESSAGES', async () => {
  const hosts = await startTalk({ env: { MESSAGES: 'hosts' }, features: whereMayWrite([['kim', 'lea']]) })

  test('by default lets a registered rule decide who begins, and both go on', async () => {
    const { kim, lea, max } = hosts
    const { body } = await lea.api.post('/conversations', { username: 'kim', message: 'Hello' }).expect(422)
    expect(body.errors).toEqual([{ field: 'username', message: nobody }])
    expect((await lea.api.get('/people/kim').expect(200)).body.may_message).toBe(false)
    expect((await kim.api.get('/people/lea').expect(200)).body.may_message).toBe(true)
    const id = await write(kim, lea)
    expect(await write(lea, kim, 'Hello too')).toBe(id)
    await max.api.post('/conversations', { username: 'kim', message: 'Hello' }).expect(422)
  })

  test.each([
    { boss: 'ada', when: 'it is off', off: { messages: 'off' }, on: { messages: null } },
    { boss: 'bea', when: 'there are no events', off: { events: false }, on: { events: null } },
  ])('takes all of it away when $when, and gives it back', async ({ boss, off, on }) => {
    const { world, kim, lea } = hosts
    const id = await write(kim, lea)
    const admin = await join(world, boss, 'admin')
    await admin.api.patch('/admin/settings', off).expect(200)
    for (const path of ['/conversations', `/conversations/${id}`, '/conversations/new?to=lea'])
      await kim.pages.get(path).expect(404)
    await kim.api.post(`/conversations/${id}/messages`, { message: 'Hello?' }).expect(404)
    await kim.api.put('/people/lea/block').expect(404)
    await admin.api.get('/message-reports').expect(404)
    await kim.api.get(`/live?conversation=${id}`).expect(404)
    expect((await kim.pages.get('/home').expect(200)).text).not.toContain('/conversations')
    expect((await kim.pages.get('/people/lea').expect(200)).text).not.toContain('/conversations')
    expect((await lea.api.get('/notifications').expect(200)).body.notifications).toEqual([])
    expect((await lea.api.get('/notifications/choices').expect(200)).body.choices).not.toHaveProperty('direct_message')
    await admin.api.patch('/admin/settings', on).expect(200)
    await kim.api.get(`/conversations/${id}`).expect(200)
  })
})
