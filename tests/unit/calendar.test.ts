import { describe, expect, test } from 'vitest'
import { atWallClock, dayNameOf, isoTimeIn, isTimeZone, startOfDay, wallClock } from '#lib/calendar.ts'
import { hour } from '../support/clock.ts'

const at = (text: string) => Date.parse(text)
const shownAs = (text: string) => Date.parse(`${text}Z`)

test.each([
  ['Europe/Berlin', '2026-07-01T12:00Z', '2026-07-01T14:00:00.000+02:00'],
  ['Europe/Berlin', '2026-12-01T12:00Z', '2026-12-01T13:00:00.000+01:00'],
  ['America/New_York', '2026-12-01T02:00Z', '2026-11-30T21:00:00.000-05:00'],
  ['Asia/Kathmandu', '2026-12-01T18:20Z', '2026-12-02T00:05:00.000+05:45'],
  ['America/St_Johns', '2026-07-01T00:00Z', '2026-06-30T21:30:00.000-02:30'],
  ['UTC', '2026-07-01T12:00Z', '2026-07-01T12:00:00.000+00:00'],
])('in %s it is at %s %s', (zone, time, shown) => {
  expect(isoTimeIn(zone, at(time))).toBe(shown)
  expect(Date.parse(isoTimeIn(zone, at(time)))).toBe(at(time))
  expect(dayNameOf(zone, at(time))).toBe(shown.slice(0, 10))
})

describe('a clock shows', () => {
  test.each([
    ['an hour that there are two of: the first', 'Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30Z'],
    ['an hour that is left out: as much later', 'Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30Z'],
    ['the hour before', 'Europe/Berlin', '2026-03-29T01:59', '2026-03-29T00:59Z'],
    ['the hour after', 'Europe/Berlin', '2026-03-29T03:00', '2026-03-29T01:00Z'],
    ['half an hour twice', 'Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45Z'],
    ['an hour of the afternoon', 'America/New_York', '2026-11-01T15:00', '2026-11-01T20:00Z'],
  ])('%s (%s, %s)', (_, zone, shown, expected) => {
    expect(new Date(atWallClock(zone, shownAs(shown))).toISOString()).toBe(new Date(at(expected)).toISOString())
  })

  test('every quarter of an hour of a year, there and back', () => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Africa/Cairo'])
      for (let time = at('2026-01-01T00:00Z'); time < at('2027-01-01T00:00Z'); time += 7.25 * hour) {
        const again = atWallClock(zone, wallClock(zone, time).getTime())
        expect(wallClock(zone, again).getTime()).toBe(wallClock(zone, time).getTime())
        expect(time - again === 0 || time - again === hour || time - again === hour / 2).toBe(true)
      }
  })
})

describe('a day', () => {
  const lengthOf = (zone: string, name: string) => (startOfDay(zone, name, 1) - startOfDay(zone, name)) / hour

  test.each([
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['Europe/Berlin', '2026-10-26', 24],
    ['America/New_York', '2026-03-08', 23],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['Africa/Cairo', '2026-04-24', 23],
  ])('in %s, %s, has %d hours', (zone, name, hours) => {
    expect(lengthOf(zone, name)).toBe(hours)
    expect(dayNameOf(zone, startOfDay(zone, name))).toBe(name)
    expect(dayNameOf(zone, startOfDay(zone, name) - 1)).not.toBe(name)
  })

  test('begins at the first moment that it has where midnight is left out', () => {
    expect(isoTimeIn('Africa/Cairo', startOfDay('Africa/Cairo', '2026-04-24'))).toBe('2026-04-24T01:00:00.000+03:00')
  })
})

test.each([
  ['Europe/Berlin', true],
  ['Europe/Kyiv', true],
  ['UTC', true],
  ['europe/berlin', true],
  ['Berlin', false],
  ['', false],
])('%j is a time zone: %s', (name, expected) => {
  expect(isTimeZone(name)).toBe(expected)
})
