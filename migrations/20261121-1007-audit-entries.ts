import type { Kysely } from 'kysely'
import { tableWithId } from './portable.ts'

export async function up(db: Kysely<unknown>) {
  await tableWithId(db, 'audit_entries')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor_id', 'integer')
    .addColumn('address', 'text')
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('entity', 'text', (column) => column.notNull())
    .addColumn('entity_id', 'integer')
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .execute()
  await db.schema
    .createIndex('audit_entries_of_entity')
    .on('audit_entries')
    .columns(['entity', 'entity_id', 'id'])
    .execute()
}
