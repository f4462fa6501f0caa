import { BoundedMap } from './bounded-map.ts'
import { twoDigits, wallClock } from './calendar.ts'
import { day, hour, minute } from './durations.ts'

export interface FormattedTime {
  iso: string
  /** In the desk's time zone: "Sat 21 Nov 2026, 14:03". */
  full: string
  /** "Sat 21 Nov 2026". */
  day: string
  /** The time since then in words: "3 days". */
  ago: string
}

/** Time zone and current time for which times are shown. */
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

type Texts = Omit<FormattedTime, 'ago'>

/** By time zone and time: pages show the same times again and again, and formatting takes ten times as long as a lookup. */
const known = new Map<string, BoundedMap<number, Texts>>()

export function formatTime({ config: { timeZone }, clock }: Here, at: number): FormattedTime {
  const { iso, full, day } = known.get(timeZone)?.get(at) ?? keepTexts(timeZone, at)
  return { iso, full, day, ago: duration(clock.now() - at) }
}

/** For mails, which are read elsewhere, and long after: "Sat 21 Nov 2026, 14:03 (Europe/Berlin)". */
export const timeInMail = (here: Here, at: number) => `${formatTime(here, at).full} (${here.config.timeZone})`

function keepTexts(timeZone: string, at: number): Texts {
  const ofZone = known.get(timeZone) ?? new BoundedMap<number, Texts>(5000)
  const texts = textsOf(timeZone, at)
  known.set(timeZone, ofZone.set(at, texts))
  return texts
}

/** Without Intl, which would take longer than everything else about a page's times. */
function textsOf(timeZone: string, at: number): Texts {
  const wall = wallClock(timeZone, at)
  const day = `${weekdays[wall.getUTCDay()]} ${wall.getUTCDate()} ${months[wall.getUTCMonth()]} ${wall.getUTCFullYear()}`
  const full = `${day}, ${twoDigits(wall.getUTCHours())}:${twoDigits(wall.getUTCMinutes())}`
  return { iso: isoTime(at), full, day }
}

function duration(milliseconds: number): string {
  for (const [name, length] of units) {
    const count = Math.floor(milliseconds / length)
    if (count >= 1) return `${count} ${name}${count === 1 ? '' : 's'}`
  }
  return 'just now'
}
