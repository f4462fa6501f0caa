import { describe, expect, test } from 'vitest'
import { messageKind } from '#desk/tickets/notification-kinds.ts'
import { getTicket, markRead } from '#desk/tickets/tickets.ts'
import { ticketSubject } from '#desk/tickets/topics.ts'
import { type AddressedNotice, notifyAll } from '#platform/activity/readers/notifications.ts'
import { hangUpAfterwards, openLive } from '../live/stream.ts'
import { day } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join, type Member, ticketOf } from '../support/people.ts'
import { sendForm, startDesk, ticketAs } from '../tickets/desk.ts'
import { bellOn, inboxOf, unreadOf } from './told.ts'

const { world, anna } = await startDesk({ env: { SESSION_HOURS: '8000' } })
hangUpAfterwards()
let people = 0

/** A new customer with a ticket in which Anna has written this many messages. */
async function customerWith(messages: number) {
  const member = await join(world, `reader${people++}`)
  const id = await ticketOf(world, member)
  for (let n = 0; n < messages; n++) await anna.api.post(`/tickets/${id}/messages`, { message: `Message ${n}` })
  return { member, id }
}

const page = async (member: Member, path = '/notifications') => (await member.pages.get(path).expect(200)).text
const idsOn = (html: string) =>
  pageOf(html)
    .all('listitem')
    .flatMap((row) => row.attribute('id')?.match(/(?<=^notification-)\d+$/) ?? [])
    .map(Number)
const unreadOn = (html: string) => pageOf(html).all('link', /^Unread: /).length

describe('the bell', () => {
  test('counts on every page what the inbox shows and the API counts', async () => {
    const { member, id } = await customerWith(3)
    for (const path of ['/home', '/tickets', '/profile', '/notifications', '/notifications/choices', '/tickets/new'])
      expect(bellOn(await page(member, path)), path).toBe('3')
    expect(await unreadOf(member)).toBe(3)
    expect(unreadOn(await page(member))).toBe(3)
    expect(bellOn((await member.pages.get('/nothing').expect(404)).text)).toBe('3')
    expect(bellOn(await page(member, `/tickets/${id}`))).toBe('')
  })

  test('stops counting at 99+', async () => {
    const { member, id } = await customerWith(0)
    const one: AddressedNotice = {
      kind: messageKind,
      subject: ticketSubject(id),
      action: null,
      message_id: null,
      actor_id: null,
      to: [member.id],
    }
    for (let n = 0; n < 105; n++) await notifyAll(world.ctx, [one])
    expect(bellOn(await page(member, '/home'))).toBe('99+')
    expect(await unreadOf(member)).toBe(100)
  })
})

describe('the inbox', () => {
  test('says so when there is nothing', async () => {
    const { member } = await customerWith(0)
    expect(await page(member)).toContain('Nothing yet.')
    expect(await page(member, '/notifications?show=unread')).toContain('No unread notifications.')
    expect(await page(member)).not.toContain('Mark all as read')
  })

  test('is in order of time, by days, each leading to the place in the ticket', async () => {
    const { member, id } = await customerWith(1)
    world.clock.advance(day)
    await anna.api.post(`/tickets/${id}/messages`, { message: '<b>New</b>' }).expect(201)
    const html = await page(member)
    expect(
      pageOf(html)
        .all('region')
        .map(({ name }) => name),
    ).toEqual(['Today', 'Yesterday'])
    const [newest] = await inboxOf(member)
    expect(html).toContain(`href="/tickets/${id}#message-${newest?.message_id}"`)
    expect(html).toContain('&lt;b&gt;New&lt;/b&gt;')
  })

  test('says nothing of a ticket that its reader may not see', async () => {
    const { id } = await customerWith(0)
    const { member: stranger } = await customerWith(0)
    const one: AddressedNotice = {
      kind: messageKind,
      subject: ticketSubject(id),
      action: null,
      message_id: null,
      actor_id: anna.id,
      to: [stranger.id],
    }
    await notifyAll(world.ctx, [one])
    expect(await inboxOf(stranger)).toEqual([])
    expect(idsOn(await page(stranger))).toEqual([])
    const { id: hidden } = await world.ctx.db
      .selectFrom('notifications')
      .select('id')
      .where('account_id', '=', stranger.id)
      .executeTakeFirstOrThrow()
    await stranger.api.post(`/notifications/${hidden}/read`).expect(404)
  })

  test('pages by cursor without losing or repeating anything, read or unread', async () => {
    const { member, id } = await customerWith(0)
    const one: AddressedNotice = {
      kind: messageKind,
      subject: ticketSubject(id),
      action: null,
      message_id: null,
      actor_id: anna.id,
      to: [member.id],
    }
    for (let n = 0; n < 23; n++) await notifyAll(world.ctx, [one])
    const all = (await inboxOf(member)).map((news) => news.id)
    for (const n of [3, 4, 10]) await member.api.post(`/notifications/${all[n]}/read`).expect(204)
    const unread = all.filter((_, n) => ![3, 4, 10].includes(n))
    for (const [query, expected] of [
      ['', all],
      ['&show=unread', unread],
    ] as const) {
      const [api, pages]: [number[], number[]] = [[], []]
      for (let cursor = ''; ; ) {
        const { body } = await member.api.get(`/notifications?limit=5${query}${cursor}`).expect(200)
        api.push(...body.notifications.map((news: { id: number }) => news.id))
        pages.push(...idsOn(await page(member, `/notifications?limit=5${query}${cursor}`)))
        if (!body.next_cursor) break
        cursor = `&cursor=${body.next_cursor}`
      }
      expect(api).toEqual(expected)
      expect(pages).toEqual(expected)
    }
    for (const wrong of ['cursor=x', 'cursor=WzEsMiwzXQ', 'show=read', 'limit=0', 'sort=id'])
      expect((await member.api.get(`/notifications?${wrong}`)).status, wrong).toBe(400)
  })
})

describe('marking', () => {
  test('one as read and as unread, by page and API', async () => {
    const { member } = await customerWith(2)
    const [newest] = await inboxOf(member)
    await member.api.post(`/notifications/${newest?.id}/read`).expect(204)
    await member.api.post(`/notifications/${newest?.id}/read`).expect(204)
    expect(await unreadOf(member)).toBe(1)
    expect(await inboxOf(member, '&show=unread')).toHaveLength(1)
    const unread = await sendForm(member, `/notifications/${newest?.id}/unread`, { show: 'unread' }).expect(303)
    expect(unread.headers.location).toBe('/notifications?show=unread')
    expect(await unreadOf(member)).toBe(2)
    await sendForm(member, `/notifications/${newest?.id}/read`).expect(303)
    await member.api.post(`/notifications/${newest?.id}/unread`).expect(204)
    expect(await unreadOf(member)).toBe(2)
  })

  test('all as read leaves what came after the page was shown', async () => {
    const { member, id } = await customerWith(3)
    const [newest] = await inboxOf(member)
    await anna.api.post(`/tickets/${id}/messages`, { message: 'Too late to be seen' }).expect(201)
    await sendForm(member, '/notifications/read', { up_to: String(newest?.id) }).expect(303)
    expect((await inboxOf(member, '&show=unread')).map(({ excerpt }) => excerpt)).toEqual(['Too late to be seen'])
    await member.api.post('/notifications/read').expect(204)
    expect(await unreadOf(member)).toBe(0)
  })

  test('opening the ticket marks the notifications about it as read, and no others', async () => {
    const { member, id } = await customerWith(2)
    const other = await ticketOf(world, member)
    await anna.api.post(`/tickets/${other}/messages`, { message: 'Elsewhere' }).expect(201)
    await page(member, `/tickets/${id}`)
    expect((await inboxOf(member, '&show=unread')).map(({ subject }) => subject.id)).toEqual([other])
    const [, , first] = await inboxOf(member)
    await member.api.post(`/notifications/${first?.id}/unread`).expect(204)
    await page(member, `/tickets/${id}`)
    expect(await unreadOf(member)).toBe(1)
    await member.api.post(`/tickets/${other}/read-mark`).expect(204)
    expect(await unreadOf(member)).toBe(0)
  })

  test('what comes while the ticket is drawn, or after what a program has shown, is not read', async () => {
    const { member, id } = await customerWith(2)
    const [, shown] = await inboxOf(member)
    await member.api.post(`/tickets/${id}/read-mark`, { up_to: shown?.message_id }).expect(204)
    const unread = async () => (await inboxOf(member, '&show=unread')).map(({ excerpt }) => excerpt)
    expect(await unread()).toEqual(['Message 1'])
    expect((await ticketAs(member, id)).unread).toBe(true)

    const ticket = await getTicket(world.ctx, member.actor, id)
    await anna.api.post(`/tickets/${id}/messages`, { message: 'Just now' }).expect(201)
    await markRead(world.ctx, member.actor, ticket)
    expect(await unread()).toEqual(['Just now'])
    expect((await ticketAs(member, id)).unread).toBe(true)
    await member.api.post(`/tickets/${id}/read-mark`, { up_to: 2_000_000_000 }).expect(204)
    expect([await unread(), (await ticketAs(member, id)).unread]).toEqual([[], false])
  })

  test('is seen at once on every other page that the person has open', async () => {
    const { member, id } = await customerWith(1)
    const stream = await openLive(world, member, '?only=notifications')
    await page(member, `/tickets/${id}`)
    expect(await stream.next()).toBe('refresh')
    await anna.api.post(`/tickets/${id}/messages`, { message: 'More' }).expect(201)
    expect(await stream.next()).toBe('refresh')
    expect(bellOn(await page(member, '/home'))).toBe('1')
  })
})

test('every page of who is logged in listens; an answer to a form and a guest’s page do not', async () => {
  const { member } = await customerWith(0)
  expect(await page(member, '/profile')).toContain('data-live="/live?only=notifications"')
  expect(await page(member)).toContain('data-live="/live?only=notifications"')
  expect((await sendForm(member, '/profile', { display_name: '' }).expect(422)).text).not.toContain('data-live')
  expect((await world.visitor().get('/login').expect(200)).text).not.toContain('data-live')
})
