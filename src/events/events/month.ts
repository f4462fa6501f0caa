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
/** More than a month normally has; beyond this the page says that there are more. */
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

/** The list shows past events only on request, so the rest of a day is counted for both of its parts. */
function moreOf(events: { event: Times }[], now: number) {
  const past = events.filter(({ event }) => event.ends_at <= now).length
  return { upcoming: events.length - past, past }
}

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
  const events = await listBetween(ctx, viewer, from, before, mostOfMonth + 1)
  const byDay = Map.groupBy(
    events.slice(0, mostOfMonth).flatMap((event) => daysOf(timeZone, event).map((day) => ({ day, event }))),
    ({ day }) => day,
  )
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
        const all = (inside && byDay.get(day)) || []
        return {
          day,
          number: Number(day.slice(8)),
          weekday: weekdays[new Date(`${day}T00:00Z`).getUTCDay()] ?? '',
          inside,
          is_today: day === today,
          more: moreOf(all.slice(mostOfDay), now),
          events: all.slice(0, mostOfDay).map(({ event: { id, title, ...event } }) => ({
            ...{ id, title, sold_out: freeToBook(event) === 0 },
            time: dayNameOf(timeZone, event.starts_at) === day ? clockfaceOf(timeZone, event).start_time : null,
          })),
        }
      }),
    ),
  }
}

/** The days of an event; one shorter than a day belongs to the day on which it begins. */
function daysOf(timeZone: string, { starts_at, ends_at }: Times): string[] {
  const days = [dayNameOf(timeZone, starts_at)]
  if (ends_at - starts_at <= oneDay) return days
  const last = dayNameOf(timeZone, ends_at - 1)
  while ((days.at(-1) as string) < last) days.push(dayLater(days.at(-1) as string, 1))
  return days
}

function weeksOf(first: string, next: string): string[][] {
  const weeks: string[][] = []
  for (let monday = mondayBefore(first); monday < next; monday = dayLater(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, n) => dayLater(monday, n)))
  return weeks
}
