import { type Kysely, PostgresAdapter, sql } from 'kysely'
import { tableWithId } from './portable.ts'

/**
 * Notifications can be about anything: a subject's type and id take the place of the ticket. Opening a ticket marks
 * those about it as read by a statement of its own, no longer by a trigger.
 */
export async function up(db: Kysely<unknown>) {
  const onPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  for (const statement of onPostgres ? postgres : sqlite) await sql.raw(statement).execute(db)
  if (!onPostgres) await rebuild(db)
  await withdraw(db)
  await db.schema
    .createIndex('notifications_unread')
    .on('notifications')
    .columns(['account_id', 'subject_type', 'subject_id', 'id'])
    .where(sql.ref('read_at'), 'is', null)
    .execute()
}

const postgres = [
  'drop trigger news_read_at_first on ticket_reads',
  'drop trigger news_read_again on ticket_reads',
  'drop function read_news()',
  'drop index notifications_unread',
  'delete from notifications where ticket_id is null',
  'alter table notifications drop constraint notifications_ticket_id_fkey',
  'alter table notifications rename column ticket_id to subject_id',
  'alter table notifications alter column subject_id set not null',
  `alter table notifications add column subject_type text not null default 'ticket'`,
  'alter table notifications alter column subject_type drop default',
]

const sqlite = ['drop trigger news_read_at_first', 'drop trigger news_read_again', 'drop index notifications_unread']

/** SQLite cannot take a foreign key off a table. */
async function rebuild(db: Kysely<unknown>) {
  await tableWithId(db, 'notifications_by_subject')
    .addColumn('account_id', 'integer', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('subject_id', 'integer', (column) => column.notNull())
    .addColumn('message_id', 'integer', (column) => column.references('messages.id'))
    .addColumn('actor_id', 'integer', (column) => column.references('accounts.id'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('read_at', 'bigint')
    .addColumn('subject_type', 'text', (column) => column.notNull())
    .execute()
  const indexes = await sql<{ sql: string }>`select sql from sqlite_schema
    where type = 'index' and tbl_name = 'notifications' and sql is not null`.execute(db)
  await sql`insert into notifications_by_subject
    (id, account_id, kind, subject_id, message_id, actor_id, created_at, read_at, subject_type)
    select id, account_id, kind, ticket_id, message_id, actor_id, created_at, read_at, 'ticket'
    from notifications where ticket_id is not null`.execute(db)
  // No id is ever used twice.
  await sql`update sqlite_sequence set seq = (select seq from sqlite_sequence where name = 'notifications')
    where name = 'notifications_by_subject'`.execute(db)
  await sql`drop table notifications`.execute(db)
  await db.schema.alterTable('notifications_by_subject').renameTo('notifications').execute()
  for (const index of indexes.rows) await sql.raw(index.sql).execute(db)
}

/** What was hidden from people who are no longer staff is counted by the bell now, and so has to go. */
async function withdraw(db: Kysely<unknown>) {
  await sql`delete from notifications where account_id in (select id from accounts where account_type = 'customer')
    and (kind not in ('message', 'status')
      or subject_id not in (select id from tickets where tickets.customer_id = notifications.account_id))`.execute(db)
}
