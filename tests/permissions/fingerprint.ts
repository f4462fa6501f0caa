import { hash } from 'node:crypto'
import { type CompiledQuery, type RawBuilder, sql, type TableMetadata } from 'kysely'
import type { Context } from '#context'
import { engine } from '../support/database.ts'

type Db = Context['db']
type Print = Record<string, string>
interface Reading {
  name: string
  digest: string
}

const prints = new WeakMap<Db, Promise<CompiledQuery<Reading>>>()
const latest = new WeakMap<Db, { changes: string; print: Print }>()

/** The number of rows of each table, and a digest of them: equal if nothing was stored, changed or removed. */
export async function fingerprint({ db }: Context): Promise<Print> {
  if (engine === 'postgres') return printOf(db)
  // If SQLite has counted no change, the last result still holds: most requests are refused.
  const changes = await changesOf(db)
  const known = latest.get(db)
  if (known?.changes === changes) return known.print
  const print = await printOf(db)
  latest.set(db, { changes, print })
  return print
}

/** Counts changes by this connection, even if rolled back, and notices changes by others. */
async function changesOf(db: Db): Promise<string> {
  const counted = sql<{
    changes: string
  }>`select total_changes() || ' ' || data_version as changes from pragma_data_version`
  const { rows } = await counted.execute(db)
  return rows[0]?.changes ?? ''
}

async function printOf(db: Db): Promise<Print> {
  const query = prints.get(db) ?? compiled(db)
  prints.set(db, query)
  const { rows } = await db.executeQuery(await query)
  return Object.fromEntries(rows.map(({ name, digest }) => [name, short(digest)]))
}

/** All tables in one statement, compiled once: this is a large part of the suite's time. */
async function compiled(db: Db): Promise<CompiledQuery<Reading>> {
  const tables = await db.introspection.getTables()
  return sql<Reading>`${sql.join(tables.map(digestOf[engine]), sql` union all `)}`.compile(db)
}

const digestOf: Record<typeof engine, (table: TableMetadata) => RawBuilder<unknown>> = {
  sqlite: ({ name, columns }) => {
    const values = columns.map((column) => sql`quote(${sql.ref(column.name)})`)
    return sql`select ${sql.lit(name)} as name,
      count(*) || ' rows ' || coalesce(group_concat(concat_ws(',', ${sql.join(values)}), char(10)), '') as digest
      from ${sql.table(name)}`
  },
  // Computed by the server: no rows are transferred.
  postgres: ({ name }) => sql`
    select ${sql.lit(name)} as name, count(*) || ' rows ' || coalesce(sum(hashtextextended(row::text, 0)), 0) as digest
    from ${sql.table(name)} as row`,
}

/** SQLite has no digest function, so the rows are hashed here. */
const short = (digest: string) =>
  digest.length > 100 ? `${digest.split(' ', 1)} rows ${hash('sha256', digest)}` : digest
