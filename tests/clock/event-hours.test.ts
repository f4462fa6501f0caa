import { afterAll, describe, expect, test } from 'vitest'
import { parseCalendar } from '../events/calendar-reader.ts'
import { anEvent } from '../events/stage.ts'
import { FakeClock } from '../support/clock.ts'
import { lettersTo } from '../support/letters.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'

// The process has another time zone than the desk: nothing may use it.
const before = process.env.TZ
process.env.TZ = 'America/Los_Angeles'
afterAll(() => {
  if (before === undefined) delete process.env.TZ
  else process.env.TZ = before
})

/** An evening class in Berlin in the week before clocks are changed there, and the two weeks after. */
const changes = [
  {
    name: 'in spring',
    now: '2026-03-20T12:00Z',
    days: ['Thu 26 Mar 2026', 'Thu 2 Apr 2026', 'Thu 9 Apr 2026'],
    dates: ['2026-03-26', '2026-04-02', '2026-04-09'],
    starts: ['2026-03-26T18:00Z', '2026-04-02T17:00Z', '2026-04-09T17:00Z'],
  },
  {
    name: 'in autumn',
    now: '2026-10-16T12:00Z',
    days: ['Thu 22 Oct 2026', 'Thu 29 Oct 2026', 'Thu 5 Nov 2026'],
    dates: ['2026-10-22', '2026-10-29', '2026-11-05'],
    starts: ['2026-10-22T17:00Z', '2026-10-29T18:00Z', '2026-11-05T18:00Z'],
  },
]

describe.each(changes)('a weekly class stays at its hour when clocks are changed $name', async (change) => {
  const clock = new FakeClock(Date.parse(change.now))
  const world = await startApp({ clock, env: { TIME_ZONE: 'Europe/Berlin' } })
  const mira = await join(world, 'mira', 'assistant')
  const [date, , until] = change.dates
  const first = (await mira.api.post('/events', anEvent(world, { date })).expect(201)).body.id
  const copies = (await mira.api.post(`/events/${first}/copies`, { until }).expect(200)).body.event_ids
  const ids: number[] = [first, ...copies]

  test('in files for calendars', async () => {
    for (const [n, id] of ids.entries()) {
      const { text } = await mira.pages.get(`/events/${id}/event.ics`).buffer(true).expect(200)
      const starts_at = Date.parse(change.starts[n] ?? '')
      expect(parseCalendar(text).events).toMatchObject([{ starts_at, ends_at: starts_at + 90 * 60_000 }])
      expect(text).toMatch(/^DTSTART:\d{8}T\d{6}Z\r$/m)
    }
  })

  test('on pages', async () => {
    for (const [n, id] of ids.entries()) {
      const { text } = await mira.pages.get(`/events/${id}`).expect(200)
      expect(text).toContain(`datetime="${new Date(change.starts[n] ?? '').toISOString()}"`)
      expect(text).toContain(change.days[n])
      expect(text).toContain('19:00')
      expect(text).toContain('20:30')
    }
  })

  test('in mails', async () => {
    for (const id of ids) await mira.api.post(`/events/${id}/invitations`, { who: ['kim@example.org'] }).expect(200)
    const letters = (await lettersTo(world, 'kim@example.org')).map(({ text }) => text)
    expect(letters).toHaveLength(3)
    for (const day of change.days) expect(letters.filter((text) => text.includes(`${day}, 19:00`))).toHaveLength(1)
  })
})

test('what would begin in the hour that is left out begins an hour later and takes as long, also as a copy', async () => {
  const clock = new FakeClock(Date.parse('2026-03-20T12:00Z'))
  const world = await startApp({ clock, env: { TIME_ZONE: 'Europe/Berlin' } })
  const mira = await join(world, 'mira', 'assistant')
  const night = { date: '2026-03-22', start_time: '02:15', end_time: '03:00' }
  const { body } = await mira.api.post('/events', anEvent(world, night)).expect(201)
  const [copy] = (await mira.api.post(`/events/${body.id}/copies`, { until: '2026-03-29' }).expect(200)).body.event_ids
  expect((await mira.api.get(`/events/${copy}`)).body).toMatchObject({
    starts_at: '2026-03-29T01:15:00.000Z',
    ends_at: '2026-03-29T02:00:00.000Z',
  })
})
