export interface When {
  iso: string
  /** As on a clock and calendar: "Sat 21 Nov 2026, 14:03". */
  full: string
  /** The time since, as a person would say it: "3 days". */
  ago: string
}

const calendar = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})

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

export function when(at: number, now: number): When {
  return { iso: isoTime(at), full: calendar.format(at).replace(',', ''), ago: duration(now - at) }
}

function duration(milliseconds: number): string {
  for (const [name, length] of units) {
    const count = Math.floor(milliseconds / length)
    if (count >= 1) return `${count} ${name}${count === 1 ? '' : 's'}`
  }
  return 'just now'
}
