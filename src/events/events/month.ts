import type { Context } from '#context'
import { atWallClock, dayNameOf, startOfDay } from '#lib/calendar.ts'
import { day as oneDay } from '#lib/durations.ts'
import { listBetween } from './list-queries.ts'
import { freeToBook } from './places.ts'
import { month } from './schemas.ts'
import { clockfaceOf, dayLater, type Times } from './times.ts'
import type { Viewer } from './visibility.ts'

/** Events shown for each day; further ones are counted with a link. */
const mostOfDay = 4
/** More than a month normally has; of the days after them only links are shown. */
const mostOfMonth = 2000

const names = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
]

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** The month some months later (or earlier), such as 2026-12. */
function monthLater(month: string, count: number): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7)
}

/** Null for a month without a calendar. */
const shownMonth = (name: string) => (month.safeParse(name).success ? name : null)

/**
 * What the links to the rest of a day say. The list shows past events only on request, so there is one for each of its
 * parts.
 */
function moreOf(events: Times[], now: number) {
  const past = events.filter(({ ends_at }) => ends_at <= now).length
  const upcoming = events.length - past
  return { upcoming: upcoming > 0 ? `${upcoming} more` : null, past: past > 0 ? `${past} more, over` : null }
}

/** The same for a day of which not all events were read. */
const unknownMore = (day: string, today: string) => ({
  upcoming: day >= today ? 'More' : null,
  past: day <= today ? 'More, over' : null,
})

const mondayBefore = (day: string) => dayLater(day, -((new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7))

/** A month in weeks from Monday on, with the events of each day. */
export async function monthModel(ctx: Context, viewer: Viewer, given?: string) {
  const { timeZone } = ctx.config
  const now = ctx.clock.now()
  const today = dayNameOf(timeZone, now)
  const yearMonth = given ?? today.slice(0, 7)
  const first = `${yearMonth}-01`
  const next = `${monthLater(yearMonth, 1)}-01`
  const [from, before] = [startOfDay(timeZone, first), atWallClock(timeZone, Date.parse(`${next}T00:00Z`))]
  const events = await listBetween(ctx, viewer, from, before, mostOfMonth)
  const read = events.length < mostOfMonth ? before : (events.at(-1)?.starts_at ?? before)
  const [year, number] = yearMonth.split('-')
  return {
    name: `${names[Number(number) - 1]} ${year}`,
    previous: shownMonth(monthLater(yearMonth, -1)),
    following: shownMonth(monthLater(yearMonth, 1)),
    is_this_month: yearMonth === today.slice(0, 7),
    has_events: events.length > 0,
    weeks: weeksOf(first, next).map((days) =>
      days.map((day) => {
        const inside = day >= first && day < next
        const all = inside ? eventsOf(events, startOfDay(timeZone, day), startOfDay(timeZone, day, 1)) : []
        const isRead = !inside || startOfDay(timeZone, day, 1) <= read
        return {
          day,
          number: Number(day.slice(8)),
          weekday: weekdays[new Date(`${day}T00:00Z`).getUTCDay()] ?? '',
          inside,
          is_today: day === today,
          more: isRead ? moreOf(all.slice(mostOfDay), now) : unknownMore(day, today),
          events: all.slice(0, mostOfDay).map(({ id, title, ...event }) => ({
            ...{ id, title, sold_out: freeToBook(event) === 0 },
            time: dayNameOf(timeZone, event.starts_at) === day ? clockfaceOf(timeZone, event).start_time : null,
          })),
        }
      }),
    ),
  }
}

/** Those of a day; an event shorter than a day belongs to the day on which it begins. */
const eventsOf = <E extends Times>(events: E[], from: number, before: number): E[] =>
  events.filter(
    ({ starts_at, ends_at }) =>
      starts_at < before && (starts_at >= from || (ends_at > from && ends_at - starts_at > oneDay)),
  )

function weeksOf(first: string, next: string): string[][] {
  const weeks: string[][] = []
  for (let monday = mondayBefore(first); monday < next; monday = dayLater(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, n) => dayLater(monday, n)))
  return weeks
}
