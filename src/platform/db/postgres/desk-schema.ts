import { sql } from 'kysely'
import type { Database } from '../client.ts'
import { engineOfDatabase } from '../dialect.ts'

/**
 * The schema with the desk's tables, or in which they will be made; null on SQLite. A list of migrations that is in the
 * search path may be that of another program, or of a desk whose tables this role may not read.
 */
export async function schemaOf(db: Database): Promise<string | null> {
  if (engineOfDatabase(db) === 'sqlite') return null
  const { rows } = await sql<{ name: string | null }>`select coalesce(
    (select nspname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where pg_class.oid = to_regclass('kysely_migration') and has_table_privilege(pg_class.oid, 'select')
      and to_regclass(quote_ident(nspname) || '.audit_head') is not null),
    current_schema()) as name`.execute(db)
  const name = rows[0]?.name
  if (name == null) throw new Error('there is no schema in its search_path in which it could make its tables')
  return name
}
