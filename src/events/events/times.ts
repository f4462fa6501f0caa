import type { Context } from '#context'
import { invalidField } from '#errors'
import { atWallClock, dayNameOf, startOfDay, wallClock } from '#lib/calendar.ts'
import { day, hour } from '#lib/durations.ts'
import type { Here } from '#lib/format-time.ts'
import type { EventInput } from './schemas.ts'

const longest = 31 * day
const farthest = 5 * 366 * day

export type Clockface = Pick<EventInput, 'date' | 'start_time' | 'end_time' | 'end_date'>

export interface Times {
  starts_at: number
  ends_at: number
}

const shownAt = (date: string, time: string) => Date.parse(`${date}T${time}Z`)

/** The last day: the same, or the next if the event ends after midnight. */
const endDateOf = ({ date, start_time, end_time, end_date }: Clockface) =>
  end_date ?? (end_time < start_time ? dayLater(date, 1) : date)

export const dayLater = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00Z`) + days * day).toISOString().slice(0, 10)

/**
 * The start and end of an event, from local times in the desk's time zone.
 *
 * @param weeks how many weeks later, at the same local time even across clock changes
 * @throws invalid for an end that is not after the start, or is too far from it
 */
export function timesOf(ctx: Context, face: Clockface, weeks = 0): Times {
  const { timeZone } = ctx.config
  const later = weeks * 7 * day
  const [start, end] = [shownAt(face.date, face.start_time), shownAt(endDateOf(face), face.end_time)]
  if (end <= start)
    throw invalidField(face.end_date === null ? 'end_time' : 'end_date', 'An event must end after it begins.')
  const starts_at = atWallClock(timeZone, start + later)
  const shownEnd = atWallClock(timeZone, end + later)
  // A start within the skipped hour in spring is an hour later; the duration does not change.
  const ends_at = shownEnd > starts_at ? shownEnd : starts_at + end - start
  if (ends_at - starts_at > longest) throw invalidField('end_date', 'An event can last at most 31 days.')
  return { starts_at, ends_at }
}

/**
 * The same for an event that has times already: what shows the same stays as it is, also in the hour that autumn
 * repeats.
 */
export function timesAfter(ctx: Context, was: Times, face: Clockface): Times {
  const shown = clockfaceOf(ctx.config.timeZone, was)
  const isSameStart = face.date === shown.date && face.start_time === shown.start_time
  const isSameEnd = face.end_time === shown.end_time && endDateOf(face) === endDateOf(shown)
  if (isSameStart && isSameEnd) return { starts_at: was.starts_at, ends_at: was.ends_at }
  const times = timesOf(ctx, face)
  const starts_at = isSameStart ? was.starts_at : times.starts_at
  const ends_at = isSameEnd ? was.ends_at : times.ends_at
  return { starts_at, ends_at: ends_at > starts_at ? ends_at : starts_at + times.ends_at - times.starts_at }
}

/** @throws invalid for a start in the past, or too far in the future */
export function checkStart(ctx: Context, starts_at: number): void {
  const now = ctx.clock.now()
  if (starts_at <= now) throw invalidField('date', 'An event must begin in the future.')
  if (starts_at > now + farthest) throw invalidField('date', 'An event must begin within the next five years.')
}

const entry = 12 * hour

/** Until when people are admitted: for 12 hours from the start, and as long as the event lasts. */
export const entryEnds = ({ starts_at, ends_at }: Times) => Math.max(starts_at + entry, ends_at)

/** When the doors of an event are deleted. */
export const doorsEnd = (event: Times) => entryEnds(event) + 30 * day

/** Whether doors may admit: from 12 hours before the start. */
export const isDoorTime = (event: Times, now: number) => event.starts_at - entry <= now && now < entryEnds(event)

/** A period; `to` is not included. */
export interface Span {
  from: number
  to: number
}

/** At an event longer than a day a pass admits once on each day. */
export const takesDays = ({ starts_at, ends_at }: Times) => ends_at - starts_at > day

/** The period in which a pass admits once: the day, at an event of several days. */
export function admissionSpan({ config: { timeZone } }: Here, event: Times, at: number): Span {
  if (!takesDays(event)) return { from: 0, to: Number.MAX_SAFE_INTEGER }
  const today = dayNameOf(timeZone, at)
  return { from: startOfDay(timeZone, today), to: startOfDay(timeZone, dayLater(today, 1)) }
}

/** The start of today in the desk's time zone, or of the day that is `later` days after it. */
export const startOfToday = ({ config: { timeZone }, clock }: Context, later = 0): number =>
  startOfDay(timeZone, dayLater(dayNameOf(timeZone, clock.now()), later))

/** Whether a pass lets nobody in at a moment, as somebody is in by it. */
export function isUsedAt(here: Here, pass: Times & { used_at: number | null }, at: number): boolean {
  const { from, to } = admissionSpan(here, pass, at)
  return pass.used_at !== null && from <= pass.used_at && pass.used_at < to
}

/** The beginnings of the days on which people are admitted once; empty for an event of up to a day. */
export function admissionDays(here: Here, event: Times): number[] {
  if (!takesDays(event)) return []
  const days: number[] = []
  for (let at = event.starts_at - entry; at < event.ends_at; at = admissionSpan(here, event, at).to)
    days.push(admissionSpan(here, event, at).from)
  return days
}

/** The local times of its start and end, for a form. */
export function clockfaceOf(timeZone: string, { starts_at, ends_at }: Times): Clockface {
  const [date = '', start = ''] = wallClock(timeZone, starts_at).toISOString().split('T')
  const [last = '', end = ''] = wallClock(timeZone, ends_at).toISOString().split('T')
  const [start_time, end_time] = [start.slice(0, 5), end.slice(0, 5)]
  const understood = endDateOf({ date, start_time, end_time, end_date: null }) === last && end_time !== start_time
  return { date, start_time, end_time, end_date: understood ? null : last }
}
