import { type Kysely, sql } from 'kysely'
import { tableWithId } from './portable.ts'

/** Direct messages between two people, what each has read of them, whom they block, and what they report to staff. */
export async function up(db: Kysely<unknown>) {
  await conversations(db)
  await blocks(db)
  await reports(db)
  for (const name of ['first_name', 'last_name'])
    await db.schema.alterTable('accounts').addColumn(name, 'text').execute()
  // Which part of its subject a notification is about, where that is no message of a ticket.
  await db.schema.alterTable('notifications').addColumn('part_id', 'integer').execute()
  await sql.raw('alter table audit_entries drop constraint audit_entries_entity').execute(db)
  const entities = `'account', 'session', 'ticket', 'message', 'settings', 'job', 'event', 'booking', 'conversation'`
  await sql
    .raw(`alter table audit_entries add constraint audit_entries_entity check (entity in (${entities}))`)
    .execute(db)
}

async function conversations(db: Kysely<unknown>) {
  await tableWithId(db, 'conversations')
    .addColumn('first_id', 'integer', (column) => column.notNull().references('accounts.id'))
    .addColumn('second_id', 'integer', (column) => column.notNull().references('accounts.id'))
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('conversations_pair', ['first_id', 'second_id'])
    .addCheckConstraint('conversations_order', sql`first_id < second_id`)
    .execute()
  await db.schema.createIndex('conversations_of_second').on('conversations').column('second_id').execute()

  await tableWithId(db, 'direct_messages')
    .addColumn('conversation_id', 'integer', (column) => column.notNull().references('conversations.id'))
    .addColumn('author_id', 'integer', (column) => column.notNull().references('accounts.id'))
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('sent_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('direct_messages_of_conversation')
    .on('direct_messages')
    .columns(['conversation_id', 'id'])
    .execute()
  await db.schema.createIndex('direct_messages_by_author').on('direct_messages').columns(['author_id', 'id']).execute()

  await db.schema
    .createTable('conversation_sides')
    .addColumn('account_id', 'integer', (column) => column.notNull().references('accounts.id'))
    .addColumn('conversation_id', 'integer', (column) => column.notNull().references('conversations.id'))
    .addColumn('other_id', 'integer', (column) => column.notNull().references('accounts.id'))
    .addColumn('last_message_id', 'integer', (column) => column.notNull())
    .addColumn('incoming_message_id', 'integer', (column) => column.notNull())
    .addColumn('read_message_id', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('conversation_sides_key', ['account_id', 'conversation_id'])
    .execute()
  await db.schema
    .createIndex('conversation_sides_newest')
    .on('conversation_sides')
    .columns(['account_id', 'last_message_id', 'conversation_id'])
    .execute()
  await db.schema
    .createIndex('conversation_sides_unread')
    .on('conversation_sides')
    .column('account_id')
    .where(sql<boolean>`incoming_message_id > read_message_id`)
    .execute()
}

async function blocks(db: Kysely<unknown>) {
  await db.schema
    .createTable('blocks')
    .addColumn('account_id', 'integer', (column) => column.notNull().references('accounts.id'))
    .addColumn('blocked_id', 'integer', (column) => column.notNull().references('accounts.id'))
    .addColumn('blocked_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('blocks_key', ['account_id', 'blocked_id'])
    .execute()
}

async function reports(db: Kysely<unknown>) {
  await tableWithId(db, 'conversation_reports')
    .addColumn('conversation_id', 'integer', (column) => column.notNull().references('conversations.id'))
    .addColumn('reporter_id', 'integer', (column) => column.notNull().references('accounts.id'))
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('last_message_id', 'integer', (column) => column.notNull())
    .addColumn('reported_at', 'bigint', (column) => column.notNull())
    .addColumn('settled_at', 'bigint')
    .addColumn('settled_by', 'integer', (column) => column.references('accounts.id'))
    .addColumn('decision', 'text')
    .addCheckConstraint('conversation_reports_settled', sql`(settled_at is null) = (decision is null)`)
    .execute()
  await db.schema
    .createIndex('conversation_reports_open')
    .unique()
    .on('conversation_reports')
    .columns(['conversation_id', 'reporter_id'])
    .where(sql.ref('settled_at'), 'is', null)
    .execute()
  await db.schema
    .createIndex('conversation_reports_by_state')
    .on('conversation_reports')
    .columns(['settled_at', 'id'])
    .execute()
}
