import { describe, expect, test } from 'vitest'
import { formatTime } from '#lib/format-time.ts'
import { day, hour, minute } from '../support/clock.ts'

const at = new Date(2026, 10, 21, 14, 3).getTime()

describe('a time as a page shows it', () => {
  test('has the calendar’s form and the machine’s', () => {
    expect(formatTime(at, at)).toMatchObject({ full: 'Sat 21 Nov 2026, 14:03', iso: new Date(at).toISOString() })
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
    expect(formatTime(at, at + passed).ago).toBe(said)
  })

  test('what lies ahead by a clock that runs fast is "just now"', () => {
    expect(formatTime(at, at - day).ago).toBe('just now')
  })
})
