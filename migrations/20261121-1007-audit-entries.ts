import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('audit_entries')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor_id', 'integer')
    .addColumn('address', 'text')
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('entity', 'text', (column) => column.notNull())
    .addColumn('entity_id', 'integer')
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute()
  // The hash of the newest entry; its one row is the place where writers of the log wait for each other.
  await db.schema
    .createTable('audit_head')
    .addColumn('only', 'integer', (column) => column.primaryKey())
    .addColumn('entry_id', 'integer', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute()
  await db
    .insertInto('audit_head' as never)
    .values({ only: 1, entry_id: 0, hash: '' } as never)
    .execute()
  await db.schema
    .createIndex('audit_entries_of_entity')
    .on('audit_entries')
    .columns(['entity', 'entity_id', 'id'])
    .execute()
  for (const column of ['actor_id', 'action'])
    await db.schema.createIndex(`audit_entries_by_${column}`).on('audit_entries').columns([column, 'id']).execute()
  await db.schema.createIndex('audit_entries_by_time').on('audit_entries').columns(['at', 'id']).execute()
}
