export const dayCount = 30

export interface Day {
  /** As on the desk's own calendar: 2026-11-21. */
  name: string
  /** UNIX milliseconds, the first that counts and the first that counts no more. */
  start: number
  end: number
}

/** The last days on the desk's own calendar, today included; one in spring or autumn may have 23 or 25 hours. */
export function lastDays(now: number, count = dayCount): Day[] {
  const midnight = (daysAgo: number) => {
    const day = new Date(now)
    return new Date(day.getFullYear(), day.getMonth(), day.getDate() - daysAgo)
  }
  return Array.from({ length: count }, (_, n) => {
    const start = midnight(count - 1 - n)
    return { name: nameOf(start), start: start.getTime(), end: midnight(count - 2 - n).getTime() }
  })
}

const two = (number: number) => String(number).padStart(2, '0')
const nameOf = (day: Date) => `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
