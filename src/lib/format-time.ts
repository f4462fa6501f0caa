import { twoDigits, wallClock } from './calendar.ts'
import { day, hour, minute } from './durations.ts'

export interface FormattedTime {
  iso: string
  /** As on the desk's clock and calendar: "Sat 21 Nov 2026, 14:03". */
  full: string
  /** "Sat 21 Nov 2026". */
  day: string
  /** The time since, as a person would say it: "3 days". */
  ago: string
}

/** Where and when something is shown. */
export interface Here {
  config: { timeZone: string }
  clock: { now(): number }
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec']

const units: [name: string, milliseconds: number][] = [
  ['year', 365 * day],
  ['month', 30 * day],
  ['week', 7 * day],
  ['day', day],
  ['hour', hour],
  ['minute', minute],
]

export const isoTime = (at: number) => new Date(at).toISOString()
export const timeOrNull = (at: number | null) => (at === null ? null : isoTime(at))

/** Not by Intl, which would take longer than the rest of a page's times together. */
export function formatTime({ config, clock }: Here, at: number): FormattedTime {
  const wall = wallClock(config.timeZone, at)
  const day = `${weekdays[wall.getUTCDay()]} ${wall.getUTCDate()} ${months[wall.getUTCMonth()]} ${wall.getUTCFullYear()}`
  const full = `${day}, ${twoDigits(wall.getUTCHours())}:${twoDigits(wall.getUTCMinutes())}`
  return { iso: isoTime(at), full, day, ago: duration(clock.now() - at) }
}

function duration(milliseconds: number): string {
  for (const [name, length] of units) {
    const count = Math.floor(milliseconds / length)
    if (count >= 1) return `${count} ${name}${count === 1 ? '' : 's'}`
  }
  return 'just now'
}
