export interface FormattedTime {
  iso: string
  /** As on a clock and calendar: "Sat 21 Nov 2026, 14:03". */
  full: string
  /** The time since, as a person would say it: "3 days". */
  ago: string
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec']

const minute = 60_000
const units: [name: string, milliseconds: number][] = [
  ['year', 365 * 24 * 60 * minute],
  ['month', 30 * 24 * 60 * minute],
  ['week', 7 * 24 * 60 * minute],
  ['day', 24 * 60 * minute],
  ['hour', 60 * minute],
  ['minute', minute],
]

export const isoTime = (at: number) => new Date(at).toISOString()

export function formatTime(at: number, now: number): FormattedTime {
  return { iso: isoTime(at), full: calendarTime(new Date(at)), ago: duration(now - at) }
}

const twoDigits = (count: number) => String(count).padStart(2, '0')

/** Not by Intl, which would take longer than the rest of a page's times together. */
function calendarTime(at: Date): string {
  const day = `${weekdays[at.getDay()]} ${at.getDate()} ${months[at.getMonth()]} ${at.getFullYear()}`
  return `${day}, ${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`
}

function duration(milliseconds: number): string {
  for (const [name, length] of units) {
    const count = Math.floor(milliseconds / length)
    if (count >= 1) return `${count} ${name}${count === 1 ? '' : 's'}`
  }
  return 'just now'
}
