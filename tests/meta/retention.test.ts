import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '#platform/db/client.ts'
import { newestBeyond, portion } from '#platform/db/retention.ts'
import { retained, retentions } from '../../src/retained-tables.ts'
import { freshDatabase } from '../support/database.ts'
import { read } from './source-files.ts'

const tables = [...read('tests/meta/schema.txt').matchAll(/^\w+$/gm)].map(([name]) => name)
const sqlite = await freshDatabase('sqlite')

test('of every table it is said what deletes its rows, or why they stay', () => {
  const said = [...new Set<string>(retentions.map(({ table }) => table)), ...Object.keys(retained)]
  expect(tables.length).toBeGreaterThan(20)
  expect(said.sort()).toEqual(tables)
})

test('what is deleted is found by an index, and so is the next that would be', async () => {
  const db = openDatabase(sqlite)
  try {
    for (const rule of retentions) {
      const surplus = 'most' in rule ? [newestBeyond(rule, 10)] : []
      for (const statement of [portion(rule, 1, 500), portion(rule, 1, 500, sql`>`), ...surplus]) {
        const plan = await sql<{ detail: string }>`explain query plan ${statement}`.execute(db)
        const steps = plan.rows.map(({ detail }) => detail)
        // The newest row beyond the maximum is read from an index alone.
        const scans = steps.filter((step) => /^SCAN|TEMP B-TREE/.test(step) && !/COVERING INDEX/.test(step))
        expect(scans, `${rule.table} by ${rule.column}`).toEqual([])
      }
    }
  } finally {
    await db.destroy()
  }
})
