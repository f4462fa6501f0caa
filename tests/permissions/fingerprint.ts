import { createHash } from 'node:crypto'
import type { Context } from '../../src/context.ts'

const tables = new WeakMap<Context['db'], Promise<string[]>>()

/** How many rows each table holds, and a digest of them: equal when nothing at all was stored, changed or removed. */
export async function fingerprint({ db }: Context): Promise<Record<string, string>> {
  const names = tables.get(db) ?? namesIn(db)
  tables.set(db, names)
  const prints = (await names).map(async (name) => {
    const rows = await db
      .selectFrom(name as 'accounts')
      .selectAll()
      .execute()
    const lines = rows.map((row) => JSON.stringify(row)).sort()
    return [name, `${rows.length} rows ${createHash('sha256').update(lines.join('\n')).digest('hex')}`]
  })
  return Object.fromEntries(await Promise.all(prints))
}

const namesIn = async (db: Context['db']) => (await db.introspection.getTables()).map(({ name }) => name)
