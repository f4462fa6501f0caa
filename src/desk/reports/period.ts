import { dayNameOf, startOfDay } from '#lib/calendar.ts'

export const dayCount = 30

export interface Day {
  /** In the desk's time zone: 2026-11-21. */
  name: string
  /** UNIX milliseconds; `start` is included, `end` is not. */
  start: number
  end: number
}

/** The last days in the desk's time zone, including today; one at a clock change has 23 or 25 hours. */
export function lastDays(timeZone: string, now: number): Day[] {
  const today = dayNameOf(timeZone, now)
  const midnight = (daysAgo: number) => startOfDay(timeZone, today, -daysAgo)
  return Array.from({ length: dayCount }, (_, n) => {
    const start = midnight(dayCount - 1 - n)
    return { name: dayNameOf(timeZone, start), start, end: midnight(dayCount - 2 - n) }
  })
}
