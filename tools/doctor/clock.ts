import { latestPlausible } from '#lib/clock-skew.ts'
import type { Database } from '#platform/db/client.ts'
import { whyClockIsWrong } from '#platform/installation/clock.ts'
import { about, type Finding } from './finding.ts'

const { ok, warning, problem } = about('clock')
const hour = 3_600_000
const longAgo = 365 * 24 * hour

/** Compares the clock with that of a database server, and with the times of the newest rows. */
export async function checkClock(db: Database, now: number): Promise<Finding> {
  const wrong = await whyClockIsWrong(db, now)
  if (wrong) return problem(wrong)
  const newest = Math.max(...(await newestTimes(db)))
  if (!Number.isFinite(newest)) return ok('Nothing has been written yet that it could be compared with.')
  const written = `${new Date(newest).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  if (newest > latestPlausible(now))
    return problem(
      `It is ${duration(newest - now)} behind what was written last (${written}), or was ahead then. Set it right, preferably by NTP.`,
    )
  if (newest < now - longAgo)
    return warning(
      `Nothing has been written since ${written}. Unless nobody used the desk, the clock is ahead: set it.`,
    )
  return ok(`It agrees with the database, where something was written last at ${written}.`)
}

async function newestTimes(db: Database): Promise<number[]> {
  const rows = await Promise.all([
    db.selectFrom('audit_entries').select('at').orderBy('id', 'desc').limit(1).executeTakeFirst(),
    db.selectFrom('jobs').select('created_at as at').orderBy('id', 'desc').limit(1).executeTakeFirst(),
    db.selectFrom('storage_probe').select('written_at as at').executeTakeFirst(),
  ])
  return rows.flatMap((row) => (row ? [row.at] : []))
}

const duration = (ms: number) =>
  ms >= 48 * hour
    ? `${Math.round(ms / (24 * hour))} days`
    : ms >= 2 * hour
      ? `${Math.round(ms / hour)} hours`
      : `${Math.ceil(ms / 60_000)} minutes`
