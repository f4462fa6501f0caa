import { expect, test } from 'vitest'
import { nextMorning } from '#platform/notifications/mornings.ts'

test.each([
  ['Europe/Berlin', '2026-11-27T06:59:59.999+01:00', '2026-11-27T07:00+01:00'],
  ['Europe/Berlin', '2026-11-27T07:00+01:00', '2026-11-28T07:00+01:00'],
  ['Europe/Berlin', '2026-10-24T07:00+02:00', '2026-10-25T07:00+01:00'],
  ['Europe/Berlin', '2027-03-27T23:30+01:00', '2027-03-28T07:00+02:00'],
  ['America/New_York', '2026-11-27T00:30Z', '2026-11-27T12:00Z'],
  // A day that this zone left out.
  ['Pacific/Apia', '2011-12-29T08:00-10:00', '2011-12-31T07:00+14:00'],
])('in %s the morning after %s is %s', (zone, after, morning) => {
  expect(nextMorning(zone, Date.parse(after))).toBe(Date.parse(morning))
})
