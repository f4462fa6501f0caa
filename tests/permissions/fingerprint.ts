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

/** How many rows each table holds, and a digest of them: equal when nothing at all was stored, changed or removed. */
export async function fingerprint({ db }: Context): Promise<Print> {
  if (engine === 'postgres') return printOf(db)
  // Nothing was stored since the last print when SQLite has counted no change: most prints are of what was refused.
  const changes = await changesOf(db)
  const known = latest.get(db)
  if (known?.changes === changes) return known.print
  const print = await printOf(db)
  latest.set(db, { changes, print })
  return print
}

/** Of this connection, rolled back or not, and whether others have changed something. */
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

/** All tables at once, and compiled once: a good part of the suite's time goes here. */
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
  // No row travels.
  postgres: ({ name }) => sql`
    select ${sql.lit(name)} as name, count(*) || ' rows ' || coalesce(sum(hashtextextended(row::text, 0)), 0) as digest
    from ${sql.table(name)} as row`,
}

/** SQLite has no function that digests: what it tells is kept short here. */
const short = (digest: string) =>
  digest.length > 100 ? `${digest.split(' ', 1)} rows ${hash('sha256', digest)}` : digest
