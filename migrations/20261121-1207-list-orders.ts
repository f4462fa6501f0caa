import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/**
 * An index for each order that a filtered list can have: it is walked until a page is full. Open and closed tickets
 * have their own, so that few open ones are found among any number of closed ones; a list of both is put together.
 */
export async function up(db: Kysely<unknown>) {
  const parts = { open: sql<boolean>`closed_at is null`, closed: sql<boolean>`closed_at is not null` }
  for (const [part, rows] of Object.entries(parts)) {
    const index = (name: string) => db.schema.createIndex(`tickets_${part}_by_${name}`).on('tickets').where(rows)
    await index('opening').columns(['opened_at', 'id']).execute()
    await index('activity').columns(['last_message_at', 'id']).execute()
    await index('priority').columns(['priority desc', 'queue_rank', 'opened_at', 'id']).execute()
  }
}
