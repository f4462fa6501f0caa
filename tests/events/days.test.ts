import { expect, test } from 'vitest'
import { FakeClock, hour } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join } from '../support/people.ts'
import { startHouse } from './stage.ts'

const clock = new FakeClock(Date.parse('2027-03-10T12:00Z'))
const { world, host, kim, create } = await startHouse({
  clock,
  env: { TIME_ZONE: 'Europe/Berlin', SESSION_HOURS: '8000' },
})

/** The events on the month's page, by day of the month. */
async function daysOf(month: string): Promise<Record<string, string>> {
  const page = pageOf((await kim.pages.get(`/events/calendar?month=${month}`).expect(200)).text)
  const days = page.all('cell').map(({ text }) => text.split(' ').slice(1))
  return Object.fromEntries(
    days.filter(([, ...shown]) => shown.length > 0).map(([n, ...shown]) => [n, shown.join(' ')]),
  )
}

test('an event of several days is on each of them, in both months, and found by each; an evening is on one', async () => {
  const festival = {
    title: 'Festival',
    date: '2027-03-30',
    start_time: '18:00',
    end_time: '16:00',
    end_date: '2027-04-02',
  }
  const long = await create(festival)
  const night = await create({ title: 'Night', date: '2027-03-30', start_time: '21:00', end_time: '02:00' })
  await create({ title: 'Whole', date: '2027-03-15', start_time: '00:00', end_time: '00:00', end_date: '2027-03-17' })
  expect(await daysOf('2027-03')).toEqual({
    ...{ 15: '00:00 Whole', 16: 'continues Whole' },
    ...{ 30: '18:00 Festival 21:00 Night', 31: 'continues Festival' },
  })
  expect(await daysOf('2027-04')).toEqual({ 1: 'continues Festival', 2: 'continues Festival' })
  const found = async (from: string, to: string) =>
    (await kim.api.get(`/events?from=${from}&to=${to}`).expect(200)).body.events.map(({ id }: { id: number }) => id)
  expect(await found('2027-03-30', '2027-03-30')).toEqual([long, night])
  expect(await found('2027-03-31', '2027-03-31')).toEqual([long])
  expect(await found('2027-04-02', '2027-04-30')).toEqual([long])
  expect(await found('2027-04-03', '2027-04-30')).toEqual([])
})

test('the rest of a full day is found behind its link, also when the day is over', async () => {
  for (let n = 1; n <= 6; n++) await create({ title: `Class ${n}`, date: '2027-05-05' })
  const more = async (name: string) => {
    const { text } = await kim.pages.get('/events/calendar?month=2027-05').expect(200)
    const list = await kim.pages.get(pageOf(text).get('link', name).href).expect(200)
    return pageOf(list.text)
      .all('heading', /^Class/)
      .map((heading) => heading.text)
  }
  expect(await more('2 more')).toHaveLength(6)
  await create({ title: 'Class late', date: '2027-05-05', start_time: '22:00', end_time: '23:00' })
  expect(await more('3 more')).toHaveLength(7)
  world.clock.advance(Date.parse('2027-05-05T19:30Z') - world.clock.now())
  expect(await more('1 more')).toEqual(['Class late'])
  expect(await more('2 more, over')).toHaveLength(6)
  world.clock.advance(60 * 24 * hour)
  expect(await more('3 more, over')).toHaveLength(7)
})

test('the API returns the last day of an event of several days, as it accepts it', async () => {
  const days = { date: '2028-03-15', start_time: '10:00', end_time: '12:00', end_date: '2028-03-17' }
  const id = await create(days)
  const read = async (event: number) => (await host.api.get(`/events/${event}`).expect(200)).body
  const { date, start_time, end_time, end_date, starts_at, ends_at } = await read(id)
  expect({ date, start_time, end_time, end_date }).toEqual(days)
  const again = await create({ date, start_time, end_time, end_date })
  expect(await read(again)).toMatchObject({ starts_at, ends_at })
  const evening = await create({ date: '2028-03-15', start_time: '22:00', end_time: '01:00' })
  expect((await read(evening)).end_date).toBeNull()
})

test.each([
  ['22:00', '02:00', '22:00 to 02:00'],
  ['19:00', '18:30', '19:00 to Thu 16 Mar 2028, 18:30'],
])('an event from %s to %s is shown as %s', async (start_time, end_time, shown) => {
  const id = await create({ date: '2028-03-15', start_time, end_time })
  expect(pageOf((await kim.pages.get(`/events/${id}`).expect(200)).text).text).toContain(`Wed 15 Mar 2028, ${shown}`)
})

test('repeating an event leads to the list with the copies', async () => {
  const boss = await join(world, 'boss', 'admin')
  const id = await create({ date: '2028-04-05' })
  const leadsTo = async ({ pages }: typeof host) => {
    const send = pages.post(`/events/${id}/copies`).type('form').send({ until: '2028-04-13' })
    return (await send.expect(303)).headers.location
  }
  expect([await leadsTo(host), await leadsTo(boss)]).toEqual(['/events?hosted=me', '/events'])
})

test('months lead to their neighbours where there are some, and then to this month', async () => {
  for (const [month, links] of [
    ['2000-01', ['Next month', 'This month']],
    ['2099-12', ['Previous month', 'This month']],
    ['2031-12', ['Previous month', 'Next month', 'This month']],
  ] as const) {
    const page = pageOf((await kim.pages.get(`/events/calendar?month=${month}`).expect(200)).text)
    const steps = page.get('navigation', 'Months').all('link')
    expect(steps.map(({ name }) => name)).toEqual(links)
    for (const { href } of steps) await kim.pages.get(href).expect(200)
  }
})

test('each page of events belongs to Events, and links people who may create events to their own', async () => {
  for (const path of ['/events', '/events/calendar', '/bookings', '/calendar-feed'])
    for (const [member, links] of [
      [host, 1],
      [kim, 0],
    ] as const) {
      const page = pageOf((await member.pages.get(path).expect(200)).text)
      expect(page.get('navigation', 'Events').all('link', 'My events')).toHaveLength(links)
      expect(page.get('navigation', 'Main').get('link', 'Events').attribute('aria-current')).toBe('page')
    }
})

test('one event that is found is one event', async () => {
  await create({ title: 'Unicorn', date: '2027-09-01' })
  const statusOf = async (q: string) =>
    pageOf((await kim.pages.get(`/events?q=${q}`).expect(200)).text)
      .all('status')
      .map(({ text }) => text)
  expect(await statusOf('unicorn')).toContain('1 event.')
})

test('a month of more events than are read has a link on each day that was not read to its end', async () => {
  const id = await create({ title: 'Lesson', date: '2028-02-01' })
  const { db } = world.ctx
  const { id: _, ...row } = await db.selectFrom('events').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const rows = Array.from({ length: 2000 }, (_, n) => {
    const later = Math.floor(n / 100) * 24 * hour
    return { ...row, starts_at: row.starts_at + later, ends_at: row.ends_at + later }
  })
  for (let n = 0; n < rows.length; n += 400)
    await db
      .insertInto('events')
      .values(rows.slice(n, n + 400))
      .execute()
  const days = await daysOf('2028-02')
  const shown = Array(4).fill('19:00 Lesson').join(' ')
  expect([days[1], days[19], days[20], days[21], days[29]]).toEqual([
    ...[`${shown} 97 more`, `${shown} 96 more`, `${shown} More`, 'More', 'More'],
  ])
})

test('an event in the hour that autumn repeats stays where it is when it is renamed or ends later', async () => {
  const id = await create({ title: 'Night', date: '2027-10-31', start_time: '02:30', end_time: '05:00' })
  // As it is once TIME_ZONE was another when the event was made.
  const starts_at = Date.parse('2027-10-31T01:30Z')
  await world.ctx.db.updateTable('events').set({ starts_at }).where('id', '=', id).execute()
  const { body } = await host.api.patch(`/events/${id}`, { title: 'Long night' }).expect(200)
  expect([body.title, body.starts_at]).toEqual(['Long night', '2027-10-31T01:30:00.000Z'])
  const ending = async (end_time: string) => {
    const { starts_at, ends_at } = (await host.api.patch(`/events/${id}`, { end_time }).expect(200)).body
    return [starts_at, ends_at].map((at: string) => at.slice(11, 16))
  }
  expect(await ending('06:00')).toEqual(['01:30', '05:00'])
  expect(await ending('02:45')).toEqual(['01:30', '01:45'])
})
