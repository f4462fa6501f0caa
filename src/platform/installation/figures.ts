import type { Context } from '#context'
import { databaseSize } from '#platform/db/size.ts'
import type { Figures } from '#platform/http/metrics.ts'
import { countStreams } from '#platform/live/places.ts'
import { findFact } from './queries.ts'

/** Metrics: what the database contains, when it was last backed up, and how many pages listen. */
export const platformFigures = (ctx: Context): Figures => ({
  known: [
    { name: 'database_size_bytes', help: 'What the database takes on its disk' },
    { name: 'last_backup_timestamp_seconds', help: 'When npm run backup was last done; 0 for never' },
    { name: 'live_streams', help: 'Open pages of this process that hear of changes' },
  ],
  async read() {
    const backup = await findFact(ctx.db, 'last_backup')
    return {
      database_size_bytes: await databaseSize(ctx.db, ctx.config.database.url),
      last_backup_timestamp_seconds: (backup?.recorded_at ?? 0) / 1000,
      live_streams: countStreams(ctx.live),
    }
  },
})
