import { engineOf } from '#config/database-url.ts'
import type { Database } from '#platform/db/client.ts'
import { findFact } from '#platform/installation/queries.ts'
import { about, type Finding } from './finding.ts'

const { ok, warning } = about('backup')
const week = 7 * 24 * 3_600_000

/** When the last backup was made. */
export async function checkBackups(db: Database, url: string, now: number): Promise<Finding> {
  if (engineOf(url) === 'postgres') return ok('PostgreSQL is backed up by pg_dump, of which nothing is recorded here.')
  const last = await findFact(db, 'last_backup')
  if (!last) return warning('None has been made yet: npm run backup -- FILE')
  const made = `The last was made on ${new Date(last.recorded_at).toISOString().slice(0, 10)}: ${last.value}`
  // One that is dated ahead was made while the clock was ahead: nobody knows when.
  return Math.abs(now - last.recorded_at) > week ? warning(`${made}. Make another: npm run backup -- FILE`) : ok(made)
}
