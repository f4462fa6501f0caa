import { type Kysely, sql } from 'kysely'

/** What people have uploaded: the rows; the files themselves lie in a folder. */
export async function up(db: Kysely<unknown>) {
  await db.schema
    .createTable('files')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('width', 'integer', (column) => column.notNull())
    .addColumn('height', 'integer', (column) => column.notNull())
    .addColumn('size', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addCheckConstraint('files_kind', sql`kind in ('event', 'profile')`)
    .execute()
  await db.schema.createIndex('files_by_kind').on('files').columns(['kind', 'created_at']).execute()
  await db.schema
    .alterTable('accounts')
    .addColumn('picture_id', 'text', (column) => column.references('files.id').onDelete('set null'))
    .execute()
  await sql`create index accounts_with_picture on accounts (picture_id) where picture_id is not null`.execute(db)
}
