import { type Kysely, sql } from 'kysely'

const senders = ['notification_mail', 'event_invitation', 'event_invitation_cancelled', 'event_invitation_changed']

/**
 * Mails other than urgent ones have a priority of their own, so that no other job waits for the mail server. SQLite
 * changes no check: a new column takes the place of the former, with the indexes on it.
 */
export async function up(db: Kysely<unknown>) {
  for (const index of ['jobs_queued', 'jobs_tried_again', 'jobs_untried']) await db.schema.dropIndex(index).execute()
  await db.schema.alterTable('jobs').renameColumn('priority', 'former_priority').execute()
  await db.schema
    .alterTable('jobs')
    .addColumn('priority', 'integer', (column) => column.notNull().defaultTo(1).check(sql`priority between 0 and 2`))
    .execute()
  await sql`update jobs set priority = former_priority where former_priority <> 1`.execute(db)
  await sql`update jobs set priority = 2
    where priority = 1 and status <> 'succeeded' and kind in (${sql.join(senders)})`.execute(db)
  await db.schema.alterTable('jobs').dropColumn('former_priority').execute()
  const index = (name: string, columns: string[], condition: string) =>
    db.schema.createIndex(name).on('jobs').columns(columns).where(sql.raw<boolean>(condition)).execute()
  await index('jobs_queued', ['priority', 'run_at', 'id'], "status = 'queued'")
  await index('jobs_tried_again', ['priority', 'run_at'], "status = 'queued' and attempts > 0")
  await index('jobs_untried', ['priority', 'created_at'], "status = 'queued' and attempts = 0")
}
