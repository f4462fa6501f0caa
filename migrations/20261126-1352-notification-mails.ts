import { type Kysely, sql } from 'kysely'

/** Which notifications are still to be mailed and when the others were; and the Message-IDs of all mails. */
export async function up(db: Kysely<unknown>) {
  await db.schema.alterTable('notifications').addColumn('mail_due_at', 'bigint').execute()
  await db.schema.alterTable('notifications').addColumn('mailed_at', 'bigint').execute()
  await db.schema
    .createIndex('notifications_to_mail')
    .on('notifications')
    .columns(['account_id', 'id'])
    .where(sql.ref('mail_due_at'), 'is not', null)
    .execute()
  await db.schema
    .createIndex('notifications_mailed')
    .on('notifications')
    .columns(['account_id', 'mailed_at'])
    .where(sql.ref('mailed_at'), 'is not', null)
    .execute()
  await db.schema
    .createTable('sent_mails')
    .addColumn('message_id', 'text', (column) => column.primaryKey())
    .addColumn('account_id', 'integer', (column) => column.references('accounts.id').onDelete('cascade'))
    .addColumn('subject_type', 'text')
    .addColumn('subject_id', 'integer')
    .addColumn('sent_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('sent_mails_by_time').on('sent_mails').column('sent_at').execute()
  await db.schema.createIndex('sent_mails_of_account').on('sent_mails').column('account_id').execute()
}
