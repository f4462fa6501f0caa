import { atWallClock, startOfDay } from '#lib/calendar.ts'
import { minute } from '#lib/durations.ts'

const pattern = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/

/**
 * What a day or a moment covers, in UNIX milliseconds: a day all of it, 14:03 the whole minute. Without a
 * time zone of its own the desk's counts, as on its pages.
 *
 * @returns null for what is no such text
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

/** 30 February is read as 2 March otherwise. */
const isDay = (day: string) => new Date(`${day}T00:00Z`).toISOString().startsWith(day)

export const isTimeRange = (text: string) => timeRangeOf('UTC', text) !== null
