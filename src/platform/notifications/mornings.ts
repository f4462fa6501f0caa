import { atWallClock, dayNameOf } from '#lib/calendar.ts'
import { day } from '#lib/durations.ts'

/** When the daily mail is sent: the next seven o'clock in the time zone. */
export function nextMorning(timeZone: string, after: number): number {
  const today = Date.parse(`${dayNameOf(timeZone, after)}T07:00Z`)
  const morning = atWallClock(timeZone, today)
  return morning > after ? morning : atWallClock(timeZone, today + day)
}
