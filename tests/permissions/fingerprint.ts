import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#context'
import { engine } from '../support/database.ts'

type Db = Context['db']
type Print = (db: Db, tables: string[]) => Promise<(readonly [string, string])[]>

const tables = new WeakMap<Db, Promise<string[]>>()

/** How many rows each table holds, and a digest of them: equal when nothing at all was stored, changed or removed. */
export async function fingerprint({ db }: Context): Promise<Record<string, string>> {
  const names = tables.get(db) ?? namesIn(db)
  tables.set(db, names)
  return Object.fromEntries(await prints[engine](db, await names))
}

const namesIn = async (db: Db) => (await db.introspection.getTables()).map(({ name }) => name)

const prints: Record<typeof engine, Print> = {
  sqlite: (db, tables) => Promise.all(tables.map(async (table) => [table, digest(await rowsOf(db, table))] as const)),
  postgres: async (db, tables) => {
    const digests = tables.map((table) => digestByServer(table))
    const { rows } = await sql<{ name: string; digest: string }>`${sql.join(digests, sql` union all `)}`.execute(db)
    return rows.map(({ name, digest }) => [name, digest])
  },
}

const rowsOf = (db: Db, table: string) =>
  db
    .selectFrom(table as 'accounts')
    .selectAll()
    .execute()

function digest(rows: object[]): string {
  const lines = rows.map((row) => JSON.stringify(row)).sort()
  return `${rows.length} rows ${createHash('sha256').update(lines.join('\n')).digest('hex')}`
}

/** All tables at once, and no row travels: a good part of the suite's time on PostgreSQL goes here. */
const digestByServer = (table: string): RawBuilder<unknown> => sql`
  select ${sql.lit(table)} as name, count(*) || ' rows ' || coalesce(sum(hashtextextended(row::text, 0)), 0) as digest
  from ${sql.table(table)} as row`
