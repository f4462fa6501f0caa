import { describe, expect, test } from 'vitest'
import { formatTime, timeInMail } from '#lib/format-time.ts'
import { day, hour, minute } from '../support/clock.ts'

const at = Date.parse('2026-11-21T13:03Z')
const here = (now: number, timeZone = 'Europe/Berlin') => ({ config: { timeZone }, clock: { now: () => now } })

describe('a time as a page shows it', () => {
  test.each([
    ['Europe/Berlin', 'Sat 21 Nov 2026, 14:03'],
    ['UTC', 'Sat 21 Nov 2026, 13:03'],
    ['Pacific/Auckland', 'Sun 22 Nov 2026, 02:03'],
  ])('has the calendar’s form in %s, and the machine’s', (zone, full) => {
    const iso = '2026-11-21T13:03:00.000Z'
    expect(formatTime(here(at, zone), at)).toMatchObject({ full, day: full.slice(0, -7), iso })
  })

  test('names its zone in a mail, which is read elsewhere', () => {
    expect(timeInMail(here(at), at)).toBe('Sat 21 Nov 2026, 14:03 (Europe/Berlin)')
  })

  test.each([
    [0, 'just now'],
    [minute - 1, 'just now'],
    [minute, '1 minute'],
    [59 * minute, '59 minutes'],
    [hour, '1 hour'],
    [day - 1, '23 hours'],
    [day, '1 day'],
    [3 * day + 5 * hour, '3 days'],
    [7 * day - 1, '6 days'],
    [7 * day, '1 week'],
    [29 * day, '4 weeks'],
    [30 * day, '1 month'],
    [364 * day, '12 months'],
    [365 * day, '1 year'],
    [800 * day, '2 years'],
  ])('%i ms ago is "%s"', (passed, said) => {
    expect(formatTime(here(at + passed), at).ago).toBe(said)
  })

  test('what lies ahead by a clock that runs fast is "just now"', () => {
    expect(formatTime(here(at - day), at).ago).toBe('just now')
  })
})
