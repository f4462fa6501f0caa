import { atWallClock, dayNameOf } from '#lib/calendar.ts'

const day = 24 * 3_600_000

/** When the mail goes out that comes once a day: the next time after this that a clock in the zone shows seven. */
export function nextMorning(timeZone: string, after: number): number {
  const today = Date.parse(`${dayNameOf(timeZone, after)}T07:00Z`)
  const morning = atWallClock(timeZone, today)
  return morning > after ? morning : atWallClock(timeZone, today + day)
}
