import { describe, expect, test } from 'vitest'
import { barChart, scaleFor, shares } from '#desk/reports/chart.ts'
import { lengthText } from '#desk/reports/models.ts'
import { lastDays } from '#desk/reports/period.ts'
import { csvLine } from '#lib/csv.ts'
import { day, hour, minute } from '../support/clock.ts'

test.each([
  [0, 1],
  [1, 1],
  [3, 5],
  [7, 10],
  [10, 10],
  [11, 20],
  [999, 1000],
  [45_000, 50_000],
])('a scale for %i goes up to %i', (most, top) => {
  expect(scaleFor(most)).toBe(top)
})

test('bars stay within the drawing, whatever the counts', () => {
  for (const counts of [
    [0, 0],
    [1, 2],
    [999_999, 3],
  ]) {
    const { top, height, days } = barChart(counts.map((opened) => ({ day: '2026-11-21', opened, closed: 1 })))
    expect(top).toBeGreaterThanOrEqual(Math.max(...counts))
    for (const bar of days.flatMap(({ opened, closed }) => [opened, closed])) {
      expect(bar.y).toBeGreaterThanOrEqual(0)
      expect(bar.y + bar.height).toBeCloseTo(height, 1)
    }
  }
})

test('the longest of some bars is whole, and none is longer', () => {
  expect(shares([0, 5, 20])).toEqual([0, 25, 100])
  expect(shares([0, 0])).toEqual([0, 0])
})

test.each([
  [0, '< 1 min'],
  [minute, '1 min'],
  [59 * minute, '59 min'],
  [hour, '1 h'],
  [3 * hour + 12 * minute, '3 h 12 min'],
  [day, '1 day'],
  [2 * day + 4 * hour + 59 * minute, '2 days 4 h'],
])('%i milliseconds are "%s"', (length, text) => {
  expect(lengthText(length)).toBe(text)
})

describe('the last days', () => {
  test('follow each other without a gap, today last', () => {
    const now = Date.parse('2026-11-21T13:03Z')
    const days = lastDays('Europe/Berlin', now)
    expect(days).toHaveLength(30)
    expect([days[0]?.name, days.at(-1)?.name]).toEqual(['2026-10-23', '2026-11-21'])
    for (const [n, one] of days.entries()) if (n > 0) expect(one.start).toBe(days[n - 1]?.end)
    expect((days.at(-1)?.start ?? 0) <= now && now < (days.at(-1)?.end ?? 0)).toBe(true)
  })
})

test.each([
  [['a', 1, null], 'a,1,\r\n'],
  [['a,b', 'say "x"', 'two\nlines'], '"a,b","say ""x""","two\nlines"\r\n'],
  [['=1', '+1', '-1', '@x', '\tx', '\rx', '\nx'], `'=1,'+1,'-1,'@x,'\tx,"'\rx","'\nx"\r\n`],
  [[-1, 'a=b'], '-1,a=b\r\n'],
])('%j is one record', (cells, line) => {
  expect(csvLine(cells)).toBe(line)
})
