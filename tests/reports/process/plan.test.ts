import { CompiledQuery } from 'kysely'
import { expect, test, vi } from 'vitest'
import { readReport } from '#desk/reports/report.ts'
import { freshDatabase } from '../../support/database.ts'
import { startApp } from '../../support/world.ts'

/** SQLite plans without statistics, so its plan for few tickets is its plan for a million. */
const { ctx } = await startApp({ database: await freshDatabase('sqlite') })

test('no number is read by walking through all tickets or all that somebody ever had', async () => {
  const executed = vi.spyOn(ctx.db.getExecutor(), 'executeQuery')
  await readReport(ctx)
  const statements = executed.mock.calls.map(([statement]) => statement)
  executed.mockRestore()
  expect(statements).toHaveLength(5)
  const steps: string[] = []
  for (const { sql, parameters } of statements) {
    const plan = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters])
    const { rows } = await ctx.db.executeQuery<{ detail: string }>(plan)
    steps.push(...rows.map(({ detail }) => detail).filter((detail) => /\btickets\b/.test(detail)))
  }
  expect(steps.length).toBeGreaterThan(90)
  const bounded = /^SEARCH tickets USING (COVERING )?INDEX \w+ \(.*(<|queue_rank=)/
  expect(steps.filter((step) => !bounded.test(step))).toEqual([])
})
