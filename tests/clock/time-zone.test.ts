import { afterAll, describe, expect, test } from 'vitest'
import { openTicket } from '#desk/tickets/tickets.ts'
import { FakeClock, hour } from '../support/clock.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'

// The process has another time zone than the desk: nothing may use it.
const before = process.env.TZ
process.env.TZ = 'America/Los_Angeles'
afterAll(() => {
  if (before === undefined) delete process.env.TZ
  else process.env.TZ = before
})

test('the process of these tests has another clock than the desk', () => {
  expect(new Date('2026-07-01T12:00Z').getHours()).toBe(5)
})

/** Half an hour before and after midnight, at both ends of a day on which clocks are changed in Berlin. */
const changes = [
  {
    name: 'in spring',
    days: ['2026-03-28', '2026-03-29', '2026-03-30'],
    opened: ['2026-03-28T22:30Z', '2026-03-28T23:30Z', '2026-03-29T21:30Z', '2026-03-29T22:30Z'],
    shown: ['Sun 29 Mar 2026, 00:30', 'Sun 29 Mar 2026, 23:30'],
    filed: ['2026-03-29T23:30:00.000+02:00', '2026-03-29T00:30:00.000+01:00'],
    minute: '2026-03-29T23:30',
  },
  {
    name: 'in autumn',
    days: ['2026-10-24', '2026-10-25', '2026-10-26'],
    opened: ['2026-10-24T21:30Z', '2026-10-24T22:30Z', '2026-10-25T22:30Z', '2026-10-25T23:30Z'],
    shown: ['Sun 25 Oct 2026, 00:30', 'Sun 25 Oct 2026, 23:30'],
    filed: ['2026-10-25T23:30:00.000+01:00', '2026-10-25T00:30:00.000+02:00'],
    minute: '2026-10-25T23:30',
  },
]

describe.each(changes)('when clocks are changed $name', async ({ days, opened, shown, filed, minute }) => {
  const clock = new FakeClock(Date.parse(opened[0] ?? '') - hour)
  const world = await startApp({ clock, env: { TIME_ZONE: 'Europe/Berlin', SESSION_HOURS: '1000' } })
  const [kim, boss] = [await join(world, 'kim'), await join(world, 'boss', 'admin')]
  const ids: number[] = []
  for (const [n, time] of opened.entries()) {
    clock.advance(Date.parse(time) - clock.now())
    const ticket = { title: `Ticket number ${n}`, message: 'It is late at night.' }
    ids.push((await openTicket(world.ctx, kim.actor, ticket)).ticket_id)
  }
  const within = ids.slice(1, 3)
  const [, day] = days
  const csv = async (path: string) => (await boss.pages.get(path).buffer(true).expect(200)).text

  test('pages show the desk’s time', async () => {
    for (const [n, id] of within.entries()) {
      const { text } = await boss.pages.get(`/tickets/${id}`).expect(200)
      expect(text).toContain(`title="${shown[n]}"`)
    }
    expect((await boss.pages.get('/admin/settings').expect(200)).text).toMatch(/<strong>Europe\/Berlin<\/strong>/)
  })

  test('notifications and lists by day count the desk’s days', async () => {
    const { body } = await boss.api.get(`/tickets?from=${day}&to=${day}&sort=oldest`).expect(200)
    expect(body.tickets.map(({ id }: { id: number }) => id)).toEqual(within)
    const log = await boss.api.get(`/admin/audit?action=opened&from=${day}&to=${day}`).expect(200)
    expect(log.body.entries.map(({ entity_id }: { entity_id: number }) => entity_id)).toEqual(within.toReversed())
    const one = await boss.api.get(`/admin/audit?action=opened&from=${minute}&to=${minute}`).expect(200)
    expect(one.body.entries).toHaveLength(1)
  })

  test('figures and files count them, too', async () => {
    const { body } = await boss.api.get('/admin/reports').expect(200)
    const counted = body.days.filter(({ opened }: { opened: number }) => opened > 0)
    expect(counted.map(({ day, opened }: { day: string; opened: number }) => [day, opened])).toEqual([
      [days[0], 1],
      [days[1], 2],
      [days[2], 1],
    ])
    expect(await csv('/admin/reports/days.csv')).toContain(`\r\n${day},2,0\r\n`)
    expect((await boss.pages.get('/admin/reports').expect(200)).text).toContain(`datetime="${day}"`)
    const file = await csv(`/admin/audit.csv?action=opened&from=${day}&to=${day}`)
    expect([...file.matchAll(/^\d+,([^,]+),/gm)].map(([, at]) => at)).toEqual(filed)
  })
})
