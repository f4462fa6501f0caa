import { atWallClock, startOfDay } from '#lib/calendar.ts'
import { minute } from '#lib/durations.ts'

const pattern = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/

/**
 * The range that a text covers, in UNIX milliseconds: a day is the whole day, 14:03 the whole minute. A time without an
 * offset is in the desk's time zone.
 *
 * @returns null for any other text
 */
export function timeRangeOf(timeZone: string, text: string): { start: number; end: number } | null {
  const parts = pattern.exec(text)
  if (!parts) return null
  const [, day = '', time, seconds, milliseconds, zone] = parts
  const shown = Date.parse(time && !zone ? `${text}Z` : text)
  if (Number.isNaN(shown) || !isDay(day)) return null
  if (!time) return { start: startOfDay(timeZone, day), end: startOfDay(timeZone, day, 1) }
  const start = zone ? shown : atWallClock(timeZone, shown)
  return { start, end: start + (milliseconds ? 1 : seconds ? 1000 : minute) }
}

/** JavaScript would read 30 February as 2 March. */
const isDay = (day: string) => new Date(`${day}T00:00Z`).toISOString().startsWith(day)

export const isTimeRange = (text: string) => timeRangeOf('UTC', text) !== null
