import { atWallClock, dayNameOf } from '#lib/calendar.ts'
import { day } from '#lib/durations.ts'

/** When the mail goes out that comes once a day: the next time after this that a clock in the zone shows seven. */
export function nextMorning(timeZone: string, after: number): number {
  const today = Date.parse(`${dayNameOf(timeZone, after)}T07:00Z`)
  const morning = atWallClock(timeZone, today)
  return morning > after ? morning : atWallClock(timeZone, today + day)
}
