import { mostSkew } from '#lib/clock-skew.ts'
import { counted } from '#lib/counted.ts'
import { minute } from '#lib/durations.ts'
import type { Database } from '#platform/db/client.ts'
import { engineOfDatabase } from '#platform/db/dialect.ts'
import { aheadOfServer } from '#platform/db/postgres/clock.ts'

/** Why the clock of this machine is wrong beside that of its database server; null if they agree, or on SQLite. */
export async function whyClockIsWrong(db: Database, now: number): Promise<string | null> {
  if (engineOfDatabase(db) === 'sqlite') return null
  const ahead = await aheadOfServer(db, now)
  if (Math.abs(ahead) <= mostSkew) return null
  const by = counted(Math.round(Math.abs(ahead) / minute), 'minute')
  return `The clock of this machine is ${by} ${ahead > 0 ? 'ahead of' : 'behind'} that of the database server. Where clocks differ, people are logged out at random. Set it right, preferably by NTP.`
}
