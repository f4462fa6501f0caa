import { CompiledQuery } from 'kysely'
import { expect, inject, test, vi } from 'vitest'
import type { Context } from '#context'
import { listActivityOf } from '#people/admin/account-detail-queries.ts'
import { entriesOfAccount } from '#platform/audit/personal-queries.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const { ctx, ...world } = await startApp()
const busy = await join({ ctx, ...world }, 'busy', 'assistant')
const entries = 30_000
const newest = 20

const mine = (n: number) => n < entries / 10
const aboutMe = (n: number) => n % 1000 === 0

/** A log in which an account did the first tenth of all actions and none since; one in a thousand was done to it. */
async function fillLog() {
  const rows = Array.from({ length: entries }, (_, n) => ({
    id: 1000 + n,
    at: ctx.clock.now() + n,
    actor_id: mine(n) ? busy.id : 1_000_000 + (n % 50),
    action: 'written',
    entity: aboutMe(n) ? 'account' : 'message',
    entity_id: aboutMe(n) ? busy.id : n,
    address: null,
    before: null,
    after: null,
    hash: 'x',
  }))
  for (let n = 0; n < entries; n += 1000)
    await ctx.db
      .insertInto('audit_entries')
      .values(rows.slice(n, n + 1000))
      .execute()
  await ctx.db.executeQuery(CompiledQuery.raw('analyze'))
}
await fillLog()

/** The query plan of the statement that `act` runs, one step a line. */
async function planOf(act: (ctx: Context) => Promise<unknown>): Promise<string> {
  const executed = vi.spyOn(ctx.db.getExecutor(), 'executeQuery')
  await act(ctx)
  const statements = executed.mock.calls.map(([statement]) => statement)
  executed.mockRestore()
  expect(statements).toHaveLength(1)
  const { sql, parameters } = statements[0] as CompiledQuery
  const explain = inject('engine') === 'postgres' ? 'explain (analyze, costs off, timing off)' : 'explain query plan'
  const { rows } = await ctx.db.executeQuery<Record<string, unknown>>(
    CompiledQuery.raw(`${explain} ${sql}`, [...parameters]),
  )
  return rows.map((row) => row.detail ?? row['QUERY PLAN']).join('\n')
}

test('an account’s events are those that came last, of what it did and what was done to it', async () => {
  const events = await listActivityOf(ctx, busy.id, newest)
  const ids = Array.from({ length: entries }, (_, n) => n).filter((n) => mine(n) || aboutMe(n))
  expect(events.map(({ id }) => id)).toEqual(
    ids
      .slice(-newest)
      .map((n) => 1000 + n)
      .reverse(),
  )
})

test('reading them takes a few rows out of an index, however long the log is', async () => {
  const plan = await planOf((ctx) => listActivityOf(ctx, busy.id, newest))
  expect(plan).not.toMatch(/SCAN audit_entries|Seq Scan on audit_entries/)
  if (inject('engine') === 'postgres') {
    const counts = [...plan.matchAll(/(?:actual rows=|Removed by Filter: )(\d+)/g)].map(([, rows]) => Number(rows))
    expect(Math.max(...counts)).toBeLessThanOrEqual(2 * newest)
  } else {
    expect(plan).toMatch(/audit_entries_by_actor_id \(actor_id=\?\)/)
    expect(plan).toMatch(/audit_entries_of_entity \(entity=\? AND entity_id=\?\)/)
    // Each part is read in the order of its index; only the few rows left are sorted.
    expect(plan).not.toMatch(/audit_entries_(by|of)_.*\n.*TEMP B-TREE/)
  }
})

test('what a person downloads of the log is found by indices', async () => {
  const plan = await planOf((ctx) => entriesOfAccount(ctx, busy.id + 1).next())
  expect(plan).not.toMatch(/SCAN audit_entries|Seq Scan/)
})
