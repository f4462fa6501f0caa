import type { Kysely } from 'kysely'

/**
 * What a person has at one event is found by both, past nothing they have at others: an event is looked at so for each
 * line of a list. And an event's bookings lie in their order, so that a page of them need not sort all.
 */
export async function up(db: Kysely<unknown>) {
  for (const table of ['bookings', 'waiting_entries']) {
    const ofAccount = `${table}_of_account`
    await db.schema.dropIndex(ofAccount).execute()
    await db.schema.createIndex(ofAccount).on(table).columns(['account_id', 'event_id']).execute()
  }
  await db.schema.dropIndex('bookings_of_event').execute()
  await db.schema.createIndex('bookings_of_event').on('bookings').columns(['event_id', 'id']).execute()
}
