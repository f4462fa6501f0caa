import { describe, expect, test, vi } from 'vitest'
import { makeFeed } from '#events/calendar/feeds.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { changeSettings } from '#platform/settings/changes.ts'
import { auditOf } from '../accounts/reading.ts'
import { unreadOf } from '../notifications/told.ts'
import { day, hour } from '../support/clock.ts'
import { workOff } from '../support/letters.ts'
import { join, joinConfirmed, logInAs, type Member, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { CalendarProgram, fetchCalendar, parseCalendar } from './calendar-reader.ts'
import { book, startHouse, startingIn } from './stage.ts'

const { world, host, kim, create } = await startHouse({ env: { SESSION_HOURS: '8000' } })
const boss = await join(world, 'boss', 'admin')

const addressFor = async ({ actor }: Member) => (await makeFeed(world.ctx, actor)).url
const read = async (url: string) => (await fetchCalendar(url).expect(200)).text
const idsIn = async (url: string) =>
  parseCalendar(await read(url))
    .events.map(({ uid }) => Number(/^event-(\d+)@/.exec(uid)?.[1]))
    .sort((a, b) => a - b)
const statusOf = async (url: string, id: number) =>
  parseCalendar(await read(url)).events.find(({ uid }) => uid === `event-${id}@127.0.0.1`)?.status

async function booked(member: Member, id: number): Promise<number> {
  const { status, body } = await book(member, id)
  expect(status).toBe(201)
  return body.id
}
const inviteTo = (id: number, who: string) => host.api.post(`/events/${id}/invitations`, { who: [who] }).expect(200)

describe('what a feed holds', () => {
  test('contains only events that its owner attends, hosts or is invited to', async () => {
    const una = await join(world, 'una')
    const url = await addressFor(una)
    const [coming, elsewhere, asked] = [await create(), await create(), await create({ visibility: 'invite_only' })]
    const booking = await booked(una, coming)
    await booked(kim, elsewhere)
    await inviteTo(asked, 'una')
    expect(await idsIn(url)).toEqual([coming, asked])
    expect([await statusOf(url, coming), await statusOf(url, asked)]).toEqual(['CONFIRMED', 'TENTATIVE'])

    const accepted = await booked(una, asked)
    expect(await statusOf(url, asked)).toBe('CONFIRMED')
    await una.api.post(`/bookings/${booking}/cancellation`).expect(200)
    await una.api.post(`/bookings/${accepted}/cancellation`).expect(200)
    expect(await idsIn(url)).toEqual([])
    const own = await addressFor(host)
    expect(await idsIn(own)).toEqual(expect.arrayContaining([coming, elsewhere, asked]))
    expect(await statusOf(own, asked)).toBe('CONFIRMED')
  })

  test('is all that its owner may see where the address asks for it, and leaves the time free of what they do not come to', async () => {
    const ugo = await join(world, 'ugo')
    const { url, all_events_url } = await makeFeed(world.ctx, ugo.actor)
    expect(all_events_url).toBe(`${url}?events=all`)
    const [coming, open, asked, hidden] = [
      await create(),
      await create(),
      await create({ visibility: 'invite_only' }),
      await create({ visibility: 'invite_only' }),
    ]
    await booked(ugo, coming)
    await inviteTo(asked, 'ugo')
    const { events } = parseCalendar(await read(all_events_url))
    const shown = (id: number) => {
      const event = events.find(({ uid }) => uid.startsWith(`event-${id}@`))
      return event && [event.status, event.raw('transp')]
    }
    expect([shown(coming), shown(open), shown(asked), shown(hidden)]).toEqual([
      ['CONFIRMED', ''],
      ['CONFIRMED', 'TRANSP:TRANSPARENT'],
      ['TENTATIVE', ''],
      undefined,
    ])
    expect(await idsIn(url)).toEqual([coming, asked])
  })

  test('no longer has what was declined, or what its owner was uninvited from', async () => {
    const url = await addressFor(await join(world, 'vic'))
    const [declined, withdrawn] = [await create({ visibility: 'invite_only' }), await create()]
    const vic = await join(world, 'vic2')
    const feed = await addressFor(vic)
    await inviteTo(declined, 'vic2')
    await inviteTo(withdrawn, 'vic2')
    await vic.api.post(`/events/${declined}/invitation/decline`).expect(200)
    const { body } = await host.api.get(`/events/${withdrawn}/invitations`).expect(200)
    await host.api.delete(`/events/${withdrawn}/invitations/${body.invitations[0].id}`).expect(204)
    expect([await idsIn(feed), await idsIn(url)]).toEqual([[], []])
  })

  test('no longer has what was declined by somebody who is also invited by address, who hears no more of it', async () => {
    const wanda = await joinConfirmed(world, 'wanda')
    const feed = await addressFor(wanda)
    const id = await create()
    for (const who of [wanda.email, wanda.username]) await inviteTo(id, who)
    await wanda.api.post(`/events/${id}/invitation/decline`).expect(200)
    expect(await idsIn(feed)).toEqual([])
    await wanda.api.post('/notifications/read').expect(204)
    await host.api.patch(`/events/${id}`, { location: 'The garden', notify: true }).expect(200)
    await host.api.post(`/events/${id}/cancellation`, { reason: '' }).expect(200)
    expect(await unreadOf(wanda)).toBe(0)
  })

  test('read twice with a change between is one entry, changed; cancelled it is gone', async () => {
    const wes = await join(world, 'wes')
    const [url, id] = [await addressFor(wes), await create()]
    await booked(wes, id)
    const program = new CalendarProgram()
    program.open(await read(url))
    expect(program.shown).toMatchObject([{ sequence: 0, summary: 'Salsa for two' }])
    world.clock.advance(hour)
    await host.api.patch(`/events/${id}`, { title: 'Salsa for three' }).expect(200)
    program.open(await read(url))
    expect(program.shown).toMatchObject([{ sequence: 1, summary: 'Salsa for three' }])
    const [entry] = program.shown
    const changed = `${new Date(world.clock.now()).toISOString().replace(/\.\d+|[-:]/g, '')}`
    expect([entry?.raw('dtstamp'), entry?.raw('last-modified')]).toEqual([
      `DTSTAMP:${changed}`,
      `LAST-MODIFIED:${changed}`,
    ])
    await host.api.post(`/events/${id}/cancellation`, {}).expect(200)
    expect(await statusOf(url, id)).toBe('CANCELLED')
    program.open(await read(url))
    expect(program.shown).toEqual([])
  })

  test('is read where it holds up nobody, and makes text of the shown part of a description alone', async () => {
    const quinn = await join(world, 'quinn')
    const url = await addressFor(quinn)
    await booked(quinn, await create({ description: '**Bring shoes.** '.repeat(500) }))
    const reads = vi.spyOn(world.ctx.heavyReads, 'databaseFor')
    const [shown = ''] = parseCalendar(await read(url)).events[0]?.description.split('\n\n') ?? []
    expect(shown).toBe(`${'Bring shoes. '.repeat(58)}**Bring shoes.…`)
    expect(reads.mock.calls).toEqual([[quinn.id]])
  })

  test('is answered with 304 to a program that has it already', async () => {
    const yul = await join(world, 'yul')
    const [url, id] = [await addressFor(yul), await create({ description: '🎉'.repeat(2000) })]
    await booked(yul, id)
    const first = await fetchCalendar(url).expect(200)
    expect(first.headers['content-type']).toBe('text/calendar; charset=utf-8')
    expect(first.headers['cache-control']).toBe('private, no-cache')
    expect(parseCalendar(first.text)).toMatchObject({ method: null, name: 'SupportMe' })
    expect(parseCalendar(first.text).events[0]?.description).toBe(`${'🎉'.repeat(1000)}…\n\n${world.url}/events/${id}`)
    const known = { 'if-none-match': String(first.headers.etag) }
    world.clock.advance(hour)
    expect((await fetchCalendar(url, known).expect(304)).text).toBe('')
    await host.api.patch(`/events/${id}`, { location: 'Outside' }).expect(200)
    await fetchCalendar(url, known).expect(200)
  })

  test('is called as the desk is, whatever signs its name has', async () => {
    const url = await addressFor(await join(world, 'xaver'))
    await changeSettings(world.ctx, boss.actor, { site_name: 'Tanz, Bar; „Hof\\nord“' })
    const text = await read(url)
    const name = String.raw`Tanz\, Bar\; „Hof\\nord“`
    expect(text).toContain(`\r\nNAME:${name}\r\nX-WR-CALNAME:${name}\r\n`)
    await changeSettings(world.ctx, boss.actor, { site_name: 'SupportMe' })
  })
})

describe('the address of a feed', async () => {
  const limited = await startHouse({ env: { RATE_LIMITS: 'on', ANONYMOUS_REQUESTS_IN_A_MINUTE: '1000' } })
  const off = await startApp({ database: world.database, env: { EVENTS: 'off' }, clock: world.clock })

  test('is shown when it is made, kept as a hash, and good until it is replaced or removed', async () => {
    const una = await join(world, 'una2')
    const state = async () => (await una.api.get('/me/calendar-feed').expect(200)).body
    expect(await state()).toEqual({ feed: null })
    const first = (await una.api.post('/me/calendar-feed').expect(201)).body.url
    expect(first).toMatch(new RegExp(`^${world.url}/calendar/[\\w-]{32}\\.ics$`))
    const row = await world.ctx.db
      .selectFrom('calendar_feeds')
      .selectAll()
      .where('account_id', '=', una.id)
      .executeTakeFirst()
    expect(first).not.toContain(row?.token_hash)
    expect(await state()).toEqual({ feed: { created_at: new Date(world.clock.now()).toISOString() } })
    await read(first)

    const page = await una.pages.post('/calendar-feed').type('form').send({}).expect(200)
    const second = /http\S+\.ics(?=<)/.exec(page.text)?.[0] ?? ''
    expect((await una.pages.get('/calendar-feed').expect(200)).text).not.toContain('.ics')
    await fetchCalendar(first).expect(404)
    await read(second)
    await una.api.delete('/me/calendar-feed').expect(204)
    await fetchCalendar(second).expect(404)
    await una.api.delete('/me/calendar-feed').expect(404)

    const third = await addressFor(una)
    await una.pages.post('/calendar-feed/removal').type('form').send({}).expect(303)
    await fetchCalendar(third).expect(404)
    const own = (await auditOf(world, 'account', una.id)).map(({ action }) => action)
    expect(own.filter((action) => action.startsWith('calendar'))).toEqual([
      'calendar_feed_made',
      'calendar_feed_made',
      'calendar_feed_removed',
      'calendar_feed_made',
      'calendar_feed_removed',
    ])
  })

  test('ends when its owner is suspended or deleted', async () => {
    const zoe = await join(world, 'zoe')
    const url = await addressFor(zoe)
    await boss.api.post(`/admin/accounts/${zoe.id}/suspension`).expect(200)
    await fetchCalendar(url).expect(404)
    await boss.api.post(`/admin/accounts/${zoe.id}/reinstatement`).expect(200)
    await fetchCalendar(url).expect(404)
    const again = await logInAs(world, await getAccount(world.ctx, zoe.id))
    const later = await addressFor(again)
    await read(later)
    expect((await again.api.get('/me/data').expect(200)).body.calendar_feed).toEqual({ created_at: expect.any(String) })
    await again.api.post('/me/deletion', { current_password: password }).expect(204)
    await fetchCalendar(later).expect(404)
    await workOff(world)
    const rows = world.ctx.db.selectFrom('calendar_feeds').select('created_at').where('account_id', '=', zoe.id)
    expect(await rows.execute()).toEqual([])
  })

  test.each(['', 'x', 'x'.repeat(32), 'x'.repeat(200), '%00', '%ff', '..%2f'])('%j is none', async (token) => {
    const { status } = await fetchCalendar(`${world.url}/calendar/${token}.ics`)
    expect([400, 404]).toContain(status)
  })

  test('can be read 120 times an hour', async () => {
    const { url } = await makeFeed(limited.world.ctx, limited.kim.actor)
    await fetchCalendar(url).expect(200)
    await limited.world.ctx.db
      .updateTable('rate_limits')
      .set({ used: 119 })
      .where('bucket', 'like', 'read-calendar%')
      .execute()
    await fetchCalendar(url).expect(200)
    expect((await fetchCalendar(url).expect(429)).headers['retry-after']).toMatch(/^\d+$/)
  })

  test('leads nowhere where events are switched off', async () => {
    const url = await addressFor(kim)
    await fetchCalendar(url.replace(world.url, off.url)).expect(404)
    await off.visitor().get('/events/1/event.ics').expect(404)
  })
})

test('a feed has what was cancelled for 30 days, and what is over for a year', async () => {
  const xia = await join(world, 'xia')
  const url = await addressFor(xia)
  const [cancelled, kept] = [await create(), await create(startingIn(world, 60))]
  await booked(xia, cancelled)
  await booked(xia, kept)
  await host.api.post(`/events/${cancelled}/cancellation`, {}).expect(200)
  world.clock.advance(29 * day)
  expect(await idsIn(url)).toEqual([cancelled, kept])
  world.clock.advance(2 * day)
  expect(await idsIn(url)).toEqual([kept])
  world.clock.advance(366 * day)
  expect(await idsIn(url)).toEqual([])
})
