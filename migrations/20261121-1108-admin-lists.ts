import type { Kysely } from 'kysely'
import { PostgresAdapter, sql } from 'kysely'

/** What the admins' lists are searched and filtered by. Prefixes are compared byte by byte, which is SQLite's own way. */
export async function up(db: Kysely<unknown>) {
  const bytes = db.getExecutor().adapter instanceof PostgresAdapter ? sql` collate "C"` : sql``
  const prefixes = {
    username: sql`username_key`,
    email: sql`email_key`,
    display_name: sql`lower(cast(display_name as text))`,
  }
  for (const [name, expression] of Object.entries(prefixes))
    await db.schema
      .createIndex(`accounts_by_${name}_prefix`)
      .on('accounts')
      .expression(sql`(${expression}${bytes})`)
      .execute()
  await db.schema.createIndex('accounts_by_type').on('accounts').columns(['account_type', 'id']).execute()
  const few = { suspended: sql<boolean>`suspended_at is not null`, erased: sql<boolean>`erased_at is not null` }
  for (const [name, rows] of Object.entries(few))
    await db.schema.createIndex(`accounts_${name}`).on('accounts').column('id').where(rows).execute()
  for (const column of ['name_key', 'address'])
    await db.schema
      .createIndex(`failed_logins_by_${column}_prefix`)
      .on('failed_logins')
      .expression(sql`(${sql.ref(column)}${bytes})`)
      .execute()
  await db.schema.createIndex('failed_logins_by_reason').on('failed_logins').columns(['reason', 'id']).execute()
}
