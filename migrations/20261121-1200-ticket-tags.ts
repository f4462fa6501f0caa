import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('ticket_tags')
    .addColumn('ticket_id', 'integer', (column) => column.notNull().references('tickets.id'))
    .addColumn('tag', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('ticket_tags_pk', ['ticket_id', 'tag'])
    .execute()
  await db.schema.createIndex('ticket_tags_by_tag').on('ticket_tags').columns(['tag', 'ticket_id']).execute()
}
