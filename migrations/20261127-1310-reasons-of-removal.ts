import type { Kysely } from 'kysely'

/** Why a host has removed an attendee, for whoever was removed. */
export async function up(db: Kysely<unknown>) {
  await db.schema.alterTable('bookings').addColumn('cancel_reason', 'text').execute()
}
