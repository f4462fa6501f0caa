import { dayNameOf, startOfDay } from '#lib/calendar.ts'

export const dayCount = 30

export interface Day {
  /** As on the desk's own calendar: 2026-11-21. */
  name: string
  /** UNIX milliseconds, the first that counts and the first that counts no more. */
  start: number
  end: number
}

/** The last days on the desk's own calendar, today included; one in spring or autumn may have 23 or 25 hours. */
export function lastDays(timeZone: string, now: number): Day[] {
  const today = dayNameOf(timeZone, now)
  const midnight = (daysAgo: number) => startOfDay(timeZone, today, -daysAgo)
  return Array.from({ length: dayCount }, (_, n) => {
    const start = midnight(dayCount - 1 - n)
    return { name: dayNameOf(timeZone, start), start, end: midnight(dayCount - 2 - n) }
  })
}
