import { type Kysely, sql } from 'kysely'

interface Tables {
  settings: { name: string; value: string; changed_at: number }
  site_files: { name: string; type: string; content: string; changed_at: number }
}

/** The settings table holds settings alone: files and what the installation remembers have their own. */
export async function up(db: Kysely<Tables>) {
  await db.schema
    .createTable('site_files')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .execute()
  const logo = await db.selectFrom('settings').selectAll().where('name', '=', 'site_logo_file').executeTakeFirst()
  if (logo) {
    const { type, content } = JSON.parse(logo.value) as { type: string; content: string }
    await db.insertInto('site_files').values({ name: 'logo', type, content, changed_at: logo.changed_at }).execute()
  }
  await sql`insert into installation (name, value, recorded_at)
    select name, value, changed_at from settings where name = 'first_steps_hidden'`.execute(db)
  await db.deleteFrom('settings').where('name', 'in', ['site_logo_file', 'first_steps_hidden']).execute()
}
