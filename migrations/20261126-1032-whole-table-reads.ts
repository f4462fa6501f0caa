import { type Kysely, PostgresAdapter, sql } from 'kysely'

/** For statements that read a whole table, or a whole conversation. */
export async function up(db: Kysely<unknown>) {
  const bytes = db.getExecutor().adapter instanceof PostgresAdapter ? sql` collate "C"` : sql``
  // Who has written in a ticket is told of what is written there next.
  await db.schema
    .createIndex('messages_by_writer')
    .on('messages')
    .columns(['ticket_id', 'author_id'])
    .where(sql<boolean>`kind <> 'system'`)
    .execute()
  // Jobs that are about a person who is erased: those that name the account, the name or, in an error, the address.
  await db.schema
    .createIndex('jobs_notices')
    .on('jobs')
    .expression(sql`(payload${bytes})`)
    .where(sql<boolean>`kind = 'notice'`)
    .execute()
  await db.schema
    .createIndex('jobs_password_resets')
    .on('jobs')
    .expression(sql`(lower(payload))`)
    .where(sql<boolean>`kind = 'reset_password'`)
    .execute()
  await db.schema
    .createIndex('jobs_with_errors')
    .on('jobs')
    .column('id')
    .where(sql.ref('last_error'), 'is not', null)
    .execute()
}
