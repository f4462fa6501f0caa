import { day, hour, minute } from '#lib/durations.ts'
import { personOf } from '#platform/identity/people.ts'
import { barChart, shares } from './chart.ts'
import type { Median } from './queries.ts'
import type { Report } from './report.ts'

const units: [name: string, length: number, next: string, part: number][] = [
  ['days', day, 'h', hour],
  ['h', hour, 'min', minute],
]

/** "2 days 4 h", "3 h 12 min", "45 min". */
export function lengthText(milliseconds: number): string {
  for (const [name, length, next, part] of units) {
    if (milliseconds < length) continue
    const count = Math.floor(milliseconds / length)
    const rest = Math.floor((milliseconds % length) / part)
    const unit = name === 'days' && count === 1 ? 'day' : name
    return `${count} ${unit}${rest > 0 ? ` ${rest} ${next}` : ''}`
  }
  return milliseconds < minute ? '< 1 min' : `${Math.floor(milliseconds / minute)} min`
}

// Names of days do not depend on the time zone.
const timeZone = 'UTC'
const calendar = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short' })
const date = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'long', year: 'numeric' })
const short = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' })

const atNoon = (name: string) => new Date(`${name}T12:00Z`)
const counted = (count: number) => count.toLocaleString('en')

const medianModel = ({ median, tickets }: Median) => ({
  text: median === null ? null : lengthText(median),
  tickets: counted(tickets),
  one: tickets === 1,
})

/** The data of the page. */
export function reportModel(report: Report) {
  const { days, open, assistants } = report
  const total = (name: 'opened' | 'closed') => days.reduce((sum, one) => sum + one[name], 0)
  const openShares = shares(open.map(({ tickets }) => tickets))
  const closedShares = shares(assistants.map(({ closed }) => closed))
  return {
    period: `${date.format(atNoon(days[0]?.day ?? ''))} to ${date.format(atNoon(days.at(-1)?.day ?? ''))}`,
    opened: counted(total('opened')),
    closed: counted(total('closed')),
    open_now: counted(open.reduce((sum, { tickets }) => sum + tickets, 0)),
    first_answer: medianModel(report.first_answer),
    closing: medianModel(report.closing),
    chart: barChart(days),
    days: days.map(({ day, opened, closed }) => ({
      day,
      name: calendar.format(atNoon(day)),
      short: short.format(atNoon(day)),
      opened: counted(opened),
      closed: counted(closed),
    })),
    ages: open.map(({ label, tickets }, n) => ({ label, tickets: counted(tickets), share: openShares[n] })),
    assistants: assistants.map(({ person, open, escalated, closed, median }, n) => ({
      person: personOf(person),
      open: counted(open),
      escalated: counted(escalated),
      closed: counted(closed),
      share: closedShares[n],
      median: median === null ? null : lengthText(median),
    })),
  }
}
