import { BoundedMap } from './bounded-map.ts'
import { day, minute } from './durations.ts'

// Wall clock and calendar of a time zone. Times are UNIX milliseconds; days are written as 2026-11-21.

/** @throws {RangeError} for an unknown time zone */
const clockOf = (timeZone: string) =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })

export function isTimeZone(name: string): boolean {
  try {
    clockOf(name)
    return true
  } catch {
    return false
  }
}

/** The time zone of this machine, or of the variable TZ. */
export const ownTimeZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone

interface Zone {
  clock: Intl.DateTimeFormat
  /** By quarters of an hour: no clock changes within one. Asking Intl takes 20 times as long. */
  offsets: Map<number, number>
}

const zones = new Map<string, Zone>()
const quarter = 15 * minute

function zoneOf(timeZone: string): Zone {
  let zone = zones.get(timeZone)
  if (!zone) {
    zone = { clock: clockOf(timeZone), offsets: new BoundedMap(5000) }
    zones.set(timeZone, zone)
  }
  return zone
}

/** The zone's offset from UTC. */
function offsetAt(timeZone: string, at: number): number {
  const { clock, offsets } = zoneOf(timeZone)
  const start = Math.floor(at / quarter) * quarter
  let offset = offsets.get(start)
  if (offset === undefined) {
    const parts = new Map(clock.formatToParts(start).map(({ type, value }) => [type, Number(value)]))
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0
    const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
    offset = shown - start
    offsets.set(start, offset)
  }
  return offset
}

/** The local time in a zone, as a Date whose UTC fields hold it. */
export const wallClock = (timeZone: string, at: number) => new Date(at + offsetAt(timeZone, at))

/**
 * The time at which a clock in this zone shows `shown`. If an hour occurs twice, it is the first; a time skipped in
 * spring is moved forward by the gap.
 *
 * @param shown as UNIX milliseconds, as if it were UTC
 */
export function atWallClock(timeZone: string, shown: number): number {
  const [before, after] = [offsetAt(timeZone, shown - day), offsetAt(timeZone, shown + day)]
  const isShown = (offset: number) => offsetAt(timeZone, shown - offset) === offset
  return shown - (isShown(before) || !isShown(after) ? before : after)
}

export const dayNameOf = (timeZone: string, at: number) => wallClock(timeZone, at).toISOString().slice(0, 10)

/** The beginning of a day, or of one some days later. */
export const startOfDay = (timeZone: string, name: string, later = 0) =>
  atWallClock(timeZone, Date.parse(`${name}T00:00Z`) + later * day)

/** Such as 2026-11-21T14:03:00.000+01:00. */
export function isoTimeIn(timeZone: string, at: number): string {
  const minutes = Math.round(offsetAt(timeZone, at) / minute)
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  const sign = minutes < 0 ? '-' : '+'
  return wallClock(timeZone, at)
    .toISOString()
    .replace('Z', `${sign}${twoDigits(hours)}:${twoDigits(rest)}`)
}

export const twoDigits = (count: number) => String(count).padStart(2, '0')
