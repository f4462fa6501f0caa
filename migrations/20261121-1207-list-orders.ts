import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** An index for each order that a filtered list can have: it is walked until a page is full. */
export async function up(db: Kysely<unknown>) {
  const index = (name: string) => db.schema.createIndex(`tickets_${name}`).on('tickets')
  const open = sql<boolean>`closed_at is null`
  await index('by_opening').columns(['opened_at', 'id']).execute()
  await index('by_activity').columns(['last_message_at', 'id']).execute()
  await index('open_by_opening').columns(['opened_at', 'id']).where(open).execute()
  await index('open_by_activity').columns(['last_message_at', 'id']).where(open).execute()
  await index('open_by_priority').columns(['priority desc', 'queue_rank', 'opened_at', 'id']).where(open).execute()
  await index('of_customer').columns(['customer_id', 'opened_at', 'id']).execute()
  await index('of_assistant').columns(['assistant_id', 'opened_at', 'id']).execute()
}
