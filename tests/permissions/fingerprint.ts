import { createHash } from 'node:crypto'
import type { Context } from '../../src/context.ts'

/** How many rows each table holds, and a digest of them: equal when nothing at all was stored, changed or removed. */
export async function fingerprint({ db }: Context): Promise<Record<string, string>> {
  const tables = await db.introspection.getTables()
  const prints = tables.map(async ({ name }) => {
    const rows = await db
      .selectFrom(name as 'accounts')
      .selectAll()
      .execute()
    const lines = rows.map((row) => JSON.stringify(row)).sort()
    return [name, `${rows.length} rows ${createHash('sha256').update(lines.join('\n')).digest('hex')}`]
  })
  return Object.fromEntries(await Promise.all(prints))
}
