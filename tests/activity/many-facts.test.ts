import { expect, test } from 'vitest'
import { type ByPerson, ticketClosed } from '#desk/tickets/activity.ts'
import { recordAll } from '#platform/activity/record.ts'
import { verifyLog } from '#platform/audit/verify.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { startDesk } from '../tickets/desk.ts'

let statements: string[] = []
const { world, anna, customer, open } = await startDesk({
  onStatement: ({ query }) => {
    statements.push(query.sql)
  },
})
const { ctx } = world

const insertsInto = (table: string) => statements.filter((sql) => sql.startsWith(`insert into "${table}"`)).length

async function factsOf(count: number): Promise<ByPerson[]> {
  const facts = []
  for (let n = 0; n < count; n++)
    facts.push({
      actor_id: anna.id,
      ticket: { id: await open(), customer_id: customer.id, participant_ids: [], assistant_id: null },
    })
  return facts
}

test('many facts of a kind are one insert into each table, in one chain', async () => {
  const facts = await factsOf(7)
  const { sound } = await verifyLog(ctx)
  statements = []
  const lines = await recordAll(ctx, ticketClosed, facts)
  for (const table of ['audit_entries', 'messages', 'notifications'])
    expect([table, insertsInto(table)]).toEqual([table, 1])
  expect(new Set(lines).size).toBe(7)
  expect(await verifyLog(ctx)).toMatchObject({ sound: sound + 7, broken: null })
})

test('so are the audit entries of all that a transaction records', async () => {
  const [first, second] = [await factsOf(2), await factsOf(3)]
  const { sound } = await verifyLog(ctx)
  statements = []
  await withTransaction(ctx, async (ctx) => {
    await recordAll(ctx, ticketClosed, first)
    await recordAll(ctx, ticketClosed, second)
  })
  expect(insertsInto('audit_entries')).toBe(1)
  expect(await verifyLog(ctx)).toMatchObject({ sound: sound + 5, broken: null })
})
