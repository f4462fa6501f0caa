import { expect, test } from 'vitest'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'

const statements: string[] = []
const world = await startApp({
  env: { RATE_LIMITS: 'on' },
  onStatement: ({ query }) => statements.push(query.sql),
})
const [kim, anna] = [await join(world, 'kim'), await join(world, 'anna', 'assistant')]

let keys = 0
/** The statements that the submission of a form runs. */
async function statementsOf(path: string, fields: object): Promise<string[]> {
  statements.length = 0
  const idempotency_key = `key-of-the-form-${String(keys++).padStart(8, '0')}`
  await anna.pages
    .post(path)
    .type('form')
    .send({ ...fields, idempotency_key })
    .expect(303)
  return statements.filter((sql) => !/ "settings" |^(begin|commit)/.test(sql))
}

const among = (all: string[], pattern: RegExp) => all.filter((sql) => pattern.test(sql))
const ticketUpdates = /^update "tickets"/
const ticketReads = /^select .* from "tickets"/

test('a claim takes twelve statements at most, and one update of the ticket', async () => {
  const id = await ticketOf(world, kim)
  const all = await statementsOf(`/tickets/${id}/claim`, { expected_assistant_id: '' })
  expect(all.length, all.join('\n')).toBeLessThanOrEqual(12)
  expect(among(all, ticketUpdates)).toHaveLength(1)
})

test('a message of staff takes fifteen statements at most, one more where all staff were told, and one update of the ticket', async () => {
  const id = await ticketOf(world, kim)
  await anna.pages.get(`/tickets/${id}`).expect(200)
  const unclaimed = await statementsOf(`/tickets/${id}/messages`, { message: 'We have found it.' })
  const all = await statementsOf(`/tickets/${id}/messages`, { message: 'It is at the desk.' })
  expect(all.length, all.join('\n')).toBeLessThanOrEqual(15)
  expect(unclaimed.length, unclaimed.join('\n')).toBeLessThanOrEqual(16)
  for (const statements of [unclaimed, all]) expect(among(statements, ticketUpdates)).toHaveLength(1)
})

test('a typed command loads the ticket once', async () => {
  const id = await ticketOf(world, kim)
  const all = await statementsOf(`/tickets/${id}/messages`, { message: '!close' })
  expect(among(all, ticketReads)).toHaveLength(1)
  expect(among(all, ticketUpdates)).toHaveLength(1)
})

/** The statements that a page runs on a second visit. */
async function statementsOfPage(path: string): Promise<string[]> {
  await anna.pages.get(path).expect(200)
  statements.length = 0
  await anna.pages.get(path).expect(200)
  return statements.filter((sql) => !/ "settings" /.test(sql))
}

test('the home page reads its lists of tickets in one statement', async () => {
  expect(among(await statementsOfPage('/home'), /^select "tickets"/)).toHaveLength(1)
})

test.each(['queue=mine', 'queue=closed', 'status=any&priority=high', 'status=closed&assistant=me&sort=oldest'])(
  'the list %s has its limit in its statement: PostgreSQL plans it once, and for a page',
  async (query) => {
    const [list, ...others] = among(await statementsOfPage(`/tickets?${query}`), /^select "tickets"/)
    expect(others).toEqual([])
    expect(list).toMatch(/ limit 26/)
    expect(list).not.toMatch(/ limit [$+?]/)
  },
)
